import type { ApiCall, Delivery, Violation } from '../../../telegram/control-types.ts';
import type { App } from '../app.ts';
import { texts } from '../texts/language.ts';
import { fullName } from '../ui/avatar.ts';
import { el } from '../ui/dom.ts';
import { createSwitch } from '../ui/switch.ts';
import { comma, createJournal, journalTime, section, type Tab, verdict } from './parts.ts';
import { createTelegramFaults } from './telegram-faults.ts';

/** Creates the tab of the stand-in Telegram: failures, calls of the bot, deliveries to the bot, broken rules. */
export function createTelegramTab(app: App): Tab {
  const words = texts().telegram;
  const calls = createJournal<ApiCall>({
    keyOf: ({ id }) => String(id),
    draw: (call) => callLine(app, call),
    empty: words.noCalls,
  });
  const deliveries = createJournal<Delivery>({
    keyOf: ({ id, attempt, status }) => `${id} ${attempt} ${status}`,
    draw: deliveryLine,
    empty: words.noDeliveries,
  });
  const violations = createJournal<Violation>({
    keyOf: ({ at, rule, detail }) => `${at} ${rule} ${detail}`,
    draw: violationLine,
    empty: '',
  });
  const webhook = el('p', { class: 'summary' });
  const broken = section(words.violations, violations.element);
  let onlyErrors = false;
  const draw = (): void => {
    const { store } = app;
    calls.show(store.calls.filter(({ ok }) => !onlyErrors || !ok));
    deliveries.show(store.deliveries);
    violations.show(store.violations);
    broken.hidden = store.violations.length === 0;
    webhook.textContent = `${words.webhook}: ${store.webhook.url || words.noWebhook} · ${words.pending(store.webhook.pending)}`;
  };
  const filter = createSwitch({
    label: words.onlyErrors,
    flip(on) {
      onlyErrors = on;
      draw();
    },
  });
  // The log grows with every message; drawing it once per frame is enough for anybody's eyes.
  let due = false;
  app.store.listen((change) => {
    if (due || (change.kind !== 'journal' && change.kind !== 'everything')) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      draw();
    });
  }, app.signal);
  draw();
  const element = el('div', {}, el('p', { class: 'about', text: words.about }));
  element.append(
    section(words.faults, createTelegramFaults(app)),
    broken,
    section(words.calls, filter.element, calls.element),
    section(words.deliveries, webhook, deliveries.element),
  );
  return { id: 'telegram', label: texts().tabs.telegram, element, available: () => app.store.loaded };
}

function callLine(app: App, call: ApiCall): HTMLElement {
  const words = texts().telegram;
  const who = call.personId === undefined ? undefined : app.store.chats.get(call.personId)?.person;
  const line = el(
    'summary',
    { class: 'journal-line' },
    journalTime(call.at),
    comma(),
    el('b', { text: call.method }),
  );
  line.append(el('bdi', { class: 'clip grow', text: who ? fullName(who) : '' }));
  line.append(call.ok ? verdict(words.ok, 'good') : verdict(words.error(call.errorCode ?? 0), 'bad'));
  const details = el('details', {}, line);
  if (call.description) details.append(el('p', { class: 'journal-reason', text: call.description }));
  const payload = el('pre', { class: 'payload', tabindex: 0, dir: 'ltr', 'aria-label': words.payload });
  details.append(payload);
  // Two hundred payloads nobody opened need not be drawn.
  details.addEventListener('toggle', () => {
    payload.textContent = JSON.stringify(call.payload, undefined, 2);
  });
  return el('li', {}, details);
}

function deliveryLine(delivery: Delivery): HTMLElement {
  const words = texts().telegram;
  const good = typeof delivery.status === 'number' && delivery.status >= 200 && delivery.status < 300;
  const line = el(
    'li',
    { class: 'journal-line' },
    journalTime(delivery.at),
    comma(),
    el('b', { text: delivery.kind }),
  );
  const attempt = delivery.attempt > 1 ? words.attempt(delivery.attempt) : '';
  const after = delivery.expired ? words.expired : delivery.nextAttemptAt && !good ? words.willRetry : '';
  line.append(el('span', { class: 'clip grow', text: [attempt, after].filter(Boolean).join(', ') }));
  line.append(el('small', { text: texts().milliseconds(Math.round(delivery.durationMs)) }), comma());
  const status = delivery.status === 'error' ? words.noAnswer : String(delivery.status);
  line.append(verdict(status, good ? 'good' : 'bad'));
  return line;
}

function violationLine({ at, rule, detail }: Violation): HTMLElement {
  const line = el('li', { class: 'journal-line wrap' }, journalTime(at), comma());
  line.append(
    el('b', { text: texts().telegram.violationRules[rule] }),
    el('p', { class: 'journal-reason', text: detail }),
  );
  return line;
}
