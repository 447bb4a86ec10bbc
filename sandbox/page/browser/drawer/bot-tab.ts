import { type App, attempt } from '../app.ts';
import { control } from '../state/api.ts';
import type { Backstage } from '../state/backstage.ts';
import { clockTime, texts } from '../texts/language.ts';
import { el, icon } from '../ui/dom.ts';
import { section, type Tab, verdict } from './parts.ts';

type Deed = 'kill' | 'start' | 'restart';
const ICONS: Record<Deed, string> = { kill: 'bolt', start: 'power', restart: 'restart' };

/** Creates the tab of the bot's process: is it running, kill it, start it, see its health. */
export function createBotTab(app: App, backstage: Backstage): Tab {
  const words = texts().bot;
  const state = el('p', { class: 'bot-state', role: 'status' });
  const buttons = {
    kill: deedButton(app, backstage, 'kill'),
    start: deedButton(app, backstage, 'start'),
    restart: deedButton(app, backstage, 'restart'),
  };
  const health = el(
    'a',
    { class: 'link', target: '_blank', rel: 'noopener', href: '#' },
    words.health,
    icon('external'),
  );
  const element = el('div', {}, el('p', { class: 'about', text: words.about }));
  const deeds = el('div', { class: 'button-row' }, buttons.kill, buttons.restart, buttons.start);
  element.append(
    section(
      texts().tabs.bot,
      state,
      deeds,
      el('p', { class: 'hint', text: words.killHint }),
      el('p', {}, health),
    ),
  );
  let drawn = '';
  const draw = (): void => {
    const bot = backstage.bot;
    const next = JSON.stringify(bot);
    if (!bot || next === drawn) return;
    drawn = next;
    state.replaceChildren(bot.running ? verdict(words.running, 'good') : verdict(words.stopped, 'bad'));
    const facts = bot.running
      ? [
          bot.pid && words.process(bot.pid),
          bot.startedAt && words.since(clockTime(Date.parse(bot.startedAt))),
        ]
      : [];
    state.append(el('span', { text: ` ${facts.filter(Boolean).join(', ')}` }));
    buttons.kill.disabled = !bot.running;
    buttons.restart.disabled = !bot.running;
    buttons.start.disabled = bot.running;
    if (/^https?:\/\//.test(bot.healthUrl)) health.href = bot.healthUrl;
  };
  backstage.listen(draw, app.signal);
  draw();
  return { id: 'bot', label: texts().tabs.bot, element, available: () => backstage.bot !== undefined };
}

function deedButton(app: App, backstage: Backstage, deed: Deed): HTMLButtonElement {
  const button = el('button', { type: 'button', class: deed === 'kill' ? 'button danger' : 'button' });
  button.append(icon(ICONS[deed]), texts().bot[deed]);
  const act = async (): Promise<void> => {
    button.ariaBusy = 'true';
    await attempt(app, control.botDo(deed));
    await backstage.refresh();
    button.ariaBusy = 'false';
  };
  button.addEventListener('click', () => void act());
  return button;
}
