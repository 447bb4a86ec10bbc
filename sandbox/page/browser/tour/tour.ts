import { type App, paint } from '../app.ts';
import type { Backstage } from '../state/backstage.ts';
import { texts } from '../texts/language.ts';
import { avatar } from '../ui/avatar.ts';
import { el, hidden, icon, iconButton } from '../ui/dom.ts';
import { findByRole, findNewcomer, type Progress, tourProgress } from './progress.ts';

const KEY = 'sandbox.tour';
const SINCE_KEY = 'sandbox.tour-since';
const DONE_KEY = 'sandbox.tour-done';

export interface TourTraits {
  app: App;
  backstage: Backstage;
  openPanel: () => void;
}

export interface Tour {
  element: HTMLElement;
  toggle(): void;
}

/** Creates the card with three first steps, which tick themselves; once dismissed it stays away. */
export function createTour(traits: TourTraits): Tour {
  const { app, backstage } = traits;
  const list = el('ol', { class: 'tour-steps' });
  const finished = el('p', { class: 'tour-finished', role: 'status' });
  const element = el('section', { class: 'tour', 'aria-labelledby': 'tour-title' });
  const setShown = (shown: boolean): void => {
    element.hidden = !shown;
    localStorage.setItem(KEY, shown ? 'shown' : 'dismissed');
  };
  const head = el('header', { class: 'tour-head' }, el('h2', { id: 'tour-title', text: texts().tour.title }));
  head.append(iconButton('close', texts().tour.hide, () => setShown(false)));
  element.append(head, list, finished);
  element.hidden = localStorage.getItem(KEY) === 'dismissed';
  const sinceSeconds = firstVisitSeconds();
  let drawn = '';
  const draw = (): void => {
    const progress = remembered(app, tourProgress({ store: app.store, backstage, sinceSeconds }));
    const next = progress.join();
    if (next === drawn) return;
    drawn = next;
    const current = progress.indexOf(false);
    list.replaceChildren(...progress.map((done, at) => step(traits, { at, done, current: at === current })));
    finished.replaceChildren(...(current < 0 ? [texts().tour.finished, panelButton(traits)] : []));
  };
  app.store.listen((change) => {
    if (change.kind === 'message' || change.kind === 'everything') draw();
  }, app.signal);
  backstage.listen(draw, app.signal);
  draw();
  return { element, toggle: () => setShown(Boolean(element.hidden)) };
}

/** What was seen to be done stays so, though its screen is another by now; in a sandbox begun anew nothing was. */
function remembered(app: App, seen: Progress): Progress {
  const first = [...(findByRole(app.store, 'admin')?.messages.values() ?? [])][0];
  const world = `${first?.date ?? ''}`;
  const [known = '', ...marks] = (localStorage.getItem(DONE_KEY) ?? '').split(' ');
  const done = seen.map((isDone, at) => isDone || (known === world && marks[at] === 'done')) as Progress;
  if (world !== '')
    localStorage.setItem(DONE_KEY, [world, ...done.map((isDone) => (isDone ? 'done' : 'open'))].join(' '));
  return done;
}

function firstVisitSeconds(): number {
  const stored = Number(localStorage.getItem(SINCE_KEY));
  if (stored > 0) return stored;
  const now = Math.floor(Date.now() / 1000);
  localStorage.setItem(SINCE_KEY, String(now));
  return now;
}

function step(
  traits: TourTraits,
  { at, done, current }: { at: number; done: boolean; current: boolean },
): HTMLElement {
  const words = texts().tour;
  const { title, text } = words.steps[at] ?? { title: '', text: '' };
  const mark = el(
    'span',
    { class: 'tour-mark', 'aria-hidden': 'true' },
    done ? icon('check') : String(at + 1),
  );
  const body = el('div', { class: 'tour-words' });
  body.append(el('h3', {}, hidden(`${words.step(at + 1)}: `), title, hidden(done ? `, ${words.done}` : '')));
  if (!done) body.append(el('p', { text }));
  if (current) body.append(goButton(traits, at));
  return el(
    'li',
    { class: done ? 'tour-step done' : current ? 'tour-step current' : 'tour-step' },
    mark,
    body,
  );
}

/** Anna's chat, where the first two steps are done, or beside it the newcomer's. */
function goButton({ app }: TourTraits, at: number): HTMLElement {
  const go = (): void => {
    const chat = at === 2 ? findNewcomer(app.store) : findByRole(app.store, 'admin');
    if (chat) app.desk[at === 2 ? 'showBeside' : 'show'](chat.person.id);
  };
  return smallButton(texts().tour.go[at] ?? '', go);
}

function panelButton({ openPanel }: TourTraits): HTMLElement {
  return smallButton(texts().tour.openPanel, openPanel);
}

function smallButton(text: string, click: () => void): HTMLElement {
  return el('button', { type: 'button', class: 'button small', text, on: { click } });
}

function castPortraits(app: App): HTMLElement {
  const faces = el('div', { class: 'cast', 'aria-hidden': 'true' });
  for (const chat of [...app.store.chats.values()].slice(0, 8)) {
    const face = avatar(chat.person);
    paint(face, chat);
    faces.append(face);
  }
  return faces;
}

/** Creates what fills the place of the chats until one is opened. */
export function createWelcome(app: App): HTMLElement {
  const words = texts().tour;
  const begin = el('button', { type: 'button', class: 'button primary large', text: words.begin });
  begin.addEventListener('click', () => {
    const admin = findByRole(app.store, 'admin') ?? [...app.store.chats.values()][0];
    const guest = findByRole(app.store, 'new');
    if (admin) app.desk.show(admin.person.id);
    if (guest) app.desk.showBeside(guest.person.id);
    if (admin) app.desk.activate(admin.person.id);
  });
  const steps = el('ol', { class: 'welcome-steps' });
  for (const [at, { title, text }] of words.steps.entries()) {
    steps.append(
      el(
        'li',
        {},
        el('span', { class: 'tour-mark', 'aria-hidden': 'true', text: String(at + 1) }),
        el('h3', { text: title }),
        el('p', { text }),
      ),
    );
  }
  return el(
    'section',
    { class: 'welcome' },
    castPortraits(app),
    el('h2', { text: words.welcome }),
    el('p', { class: 'lead', text: words.lead }),
    steps,
    begin,
  );
}
