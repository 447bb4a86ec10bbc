import { type App, attempt } from '../app.ts';
import { ControlError, control } from '../state/api.ts';
import type { ClockView } from '../state/backstage-types.ts';
import { language, texts } from '../texts/language.ts';
import { el } from '../ui/dom.ts';
import { section, type Tab } from './parts.ts';

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** Creates the tab that moves the clock of the sandbox forward; it hides where the bot does not live by that clock. */
export function createTimeTab(app: App, changed: () => void): Tab {
  const words = texts().time;
  const now = el('p', { class: 'clock', role: 'status' });
  let offsetSeconds = 0;
  let available = false;
  const draw = (): void => {
    const moment = new Date(Date.now() + offsetSeconds * 1000);
    const format = new Intl.DateTimeFormat(language(), { dateStyle: 'full', timeStyle: 'short' });
    now.replaceChildren(
      el('time', { class: 'clock-time', datetime: moment.toISOString(), text: format.format(moment) }),
      el('span', {
        class: 'hint',
        text: offsetSeconds < 60 ? words.real : words.ahead(distance(offsetSeconds)),
      }),
    );
  };
  const read = (answer: ClockView): void => {
    offsetSeconds = answer.offsetSeconds;
    available = answer.botFollows;
    draw();
    changed();
  };
  const forward = async (bySeconds: number): Promise<void> => {
    const answer = await attempt(app, control.setClock(offsetSeconds + bySeconds));
    if (answer) read(answer);
  };
  const steps: [string, number][] = [
    [words.hour, HOUR_SECONDS],
    [words.day, DAY_SECONDS],
    [words.week, 7 * DAY_SECONDS],
    [words.month, 30 * DAY_SECONDS],
  ];
  const buttons = steps.map(([text, seconds]) =>
    el('button', { type: 'button', class: 'button', text, on: { click: () => void forward(seconds) } }),
  );
  const element = el('div', {}, el('p', { class: 'about', text: words.about }));
  element.append(section(words.now, now, el('div', { class: 'button-row' }, ...buttons)));
  draw();
  control.clock().then(read, (error: unknown) => {
    if (!(error instanceof ControlError)) throw error;
  });
  const ticking = setInterval(draw, 20_000);
  app.signal.addEventListener('abort', () => clearInterval(ticking));
  return { id: 'time', label: texts().tabs.time, element, available: () => available };
}

function distance(seconds: number): string {
  const allHours = Math.round(seconds / HOUR_SECONDS);
  const days = Math.floor(allHours / 24);
  const hours = allHours % 24;
  return [days > 0 && texts().time.days(days), hours > 0 && texts().time.hours(hours)]
    .filter(Boolean)
    .join(' ');
}
