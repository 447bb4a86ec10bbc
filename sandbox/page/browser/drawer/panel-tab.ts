import { type App, attempt } from '../app.ts';
import { control } from '../state/api.ts';
import type { Backstage } from '../state/backstage.ts';
import type { PanelFaults, PanelRequest, PanelView } from '../state/backstage-types.ts';
import { texts } from '../texts/language.ts';
import { openDialog } from '../ui/dialog.ts';
import { el, replaceKeepingFocus } from '../ui/dom.ts';
import { createChoice, createSwitch } from '../ui/switch.ts';
import { panelUserCard } from './panel-user.ts';
import { comma, createJournal, journalTime, section, type Tab, verdict } from './parts.ts';

type Switched = 'down' | 'savesThen502' | 'html' | 'hang';
const SWITCHES: Switched[] = ['down', 'savesThen502', 'html', 'hang'];

/** Creates the tab of the stand-in panel: its users, its failures, its requests. */
export function createPanelTab(app: App, backstage: Backstage): Tab {
  const words = texts().panel;
  const users = el('div', { class: 'panel-users' });
  const summary = el('p', { class: 'summary' });
  const faults = createFaults(app, backstage);
  const requests = createJournal({ keyOf: requestKey, draw: requestLine, empty: words.noRequests });
  const wipe = el('button', { type: 'button', class: 'button small danger', text: words.wipe });
  wipe.addEventListener('click', () => confirmWipe(app, backstage));
  const ownPage = el('a', { target: '_blank', rel: 'noopener', text: words.ownPage });
  const element = el('div', {}, el('p', { class: 'about', text: words.about }), el('p', {}, ownPage));
  element.append(
    section(words.users, summary, users, wipe),
    section(words.faults, faults.element),
    section(words.requests, requests.element),
  );
  let drawn = '';
  const draw = (): void => {
    if (!backstage.panel) return;
    // The real panel keeps deleted users a while for its own bookkeeping; nobody who looks at it sees them.
    const panel = { ...backstage.panel, users: backstage.panel.users.filter((user) => !user.deleted) };
    ownPage.href = panel.page;
    faults.show(panel.faults);
    requests.show(numbered(panel.requests));
    summary.textContent = `Hiddify ${panel.version} · ${words.usersCount(panel.users.length)} · ${words.applied(panel.applyCount)}`;
    wipe.hidden = panel.users.length === 0;
    const next = JSON.stringify(panel.users);
    if (next === drawn) return;
    drawn = next;
    replaceKeepingFocus(users, userCards(app, backstage, panel));
  };
  backstage.listen(draw, app.signal);
  draw();
  return { id: 'panel', label: texts().tabs.panel, element, available: () => backstage.panel !== undefined };
}

function userCards(app: App, backstage: Backstage, panel: PanelView): HTMLElement[] {
  if (panel.users.length === 0) return [el('p', { class: 'empty', text: texts().panel.empty })];
  return panel.users.toReversed().map((user) => panelUserCard(app, backstage, user));
}

function createFaults(
  app: App,
  backstage: Backstage,
): { element: HTMLElement; show(faults: PanelFaults): void } {
  const change = async (faults: Partial<PanelFaults>): Promise<void> => {
    await attempt(app, control.setPanelFaults(faults));
    await backstage.refresh();
  };
  const words = texts().panel;
  const switches = SWITCHES.map((name) => ({
    name,
    view: createSwitch({
      label: words[name],
      hint: words[`${name}Hint`],
      flip: (on) => void change({ [name]: on }),
    }),
  }));
  const slow = createChoice({
    label: words.slow,
    steps: [0, 500, 2000, 8000, 20_000],
    describe: (ms) => (ms === 0 ? texts().noDelay : texts().milliseconds(ms)),
    choose: (slowMs) => void change({ slowMs }),
  });
  return {
    element: el('div', { class: 'switches' }, ...switches.map(({ view }) => view.element), slow.element),
    show(faults) {
      for (const { name, view } of switches) view.set(faults[name]);
      slow.set(faults.slowMs);
    },
  };
}

type NumberedRequest = PanelRequest & { number: number };

// The panel's log has no ids; the same request at the same instant counts up.
function numbered(requests: PanelRequest[]): NumberedRequest[] {
  const seen = new Map<string, number>();
  return requests.map((request) => {
    const key = `${request.at} ${request.method} ${request.path}`;
    const number = (seen.get(key) ?? 0) + 1;
    seen.set(key, number);
    return { ...request, number };
  });
}

function requestKey(request: NumberedRequest): string {
  return `${request.at} ${request.method} ${request.path} ${request.status} ${request.number}`;
}

function requestLine({ at, method, path, status }: NumberedRequest): HTMLElement {
  const line = el('li', { class: 'journal-line' }, journalTime(at), comma(), el('b', { text: method }));
  line.append(el('span', { class: 'clip grow', dir: 'ltr', title: path, text: path }));
  line.append(verdict(String(status || '—'), status >= 200 && status < 300 ? 'good' : 'bad'));
  return line;
}

function confirmWipe(app: App, backstage: Backstage): void {
  const wipe = async (): Promise<void> => {
    await attempt(app, control.wipePanel());
    await backstage.refresh();
  };
  openDialog({
    title: texts().panel.wipeTitle,
    body: [el('p', { text: texts().panel.wipeText })],
    actions: [
      { label: texts().cancel },
      { label: texts().panel.wipe, tone: 'danger', press: () => void wipe() },
    ],
  });
}
