import { type App, attempt } from '../app.ts';
import { control } from '../state/api.ts';
import type { Backstage } from '../state/backstage.ts';
import type { PaymentFaults, PaymentsView } from '../state/backstage-types.ts';
import { texts } from '../texts/language.ts';
import { el } from '../ui/dom.ts';
import { createSwitch } from '../ui/switch.ts';
import { createJournal, section, type Tab, verdict } from './parts.ts';

const SWITCHES = ['webhooksOff', 'duplicates', 'stripe500', 'cryptoPay500'] as const;

/** Creates the tab of the payment providers: their pages, their failures, what they are asked and what they deliver. */
export function createPaymentsTab(app: App, backstage: Backstage): Tab {
  const words = texts().payments;
  const faults = createFaults(app, backstage);
  const stripe = pageLink(words.stripePage);
  const cryptoPay = pageLink(words.cryptoPayPage);
  const requests = createJournal({
    keyOf: ({ id }: PaymentsView['requests'][number]) => id,
    draw: ({ method, path, status }) => line(method, path, String(status)),
    empty: words.noRequests,
  });
  const deliveries = createJournal({
    keyOf: ({ id }: PaymentsView['deliveries'][number]) => id,
    draw: ({ type, outcome }) => line('', type, outcome),
    empty: words.noDeliveries,
  });
  const element = el(
    'div',
    {},
    el('p', { class: 'about', text: words.about }),
    el('div', { class: 'page-links' }, stripe, cryptoPay),
    section(words.faults, faults.element),
    section(words.deliveries, deliveries.element),
    section(words.requests, requests.element),
  );
  const draw = (): void => {
    const view = backstage.payments;
    if (!view) return;
    stripe.href = `${view.stripeUrl}/`;
    cryptoPay.href = `${view.cryptoPayUrl}/`;
    faults.show(view.faults);
    requests.show(view.requests);
    deliveries.show(view.deliveries);
  };
  backstage.listen(draw, app.signal);
  draw();
  return {
    id: 'payments',
    label: texts().tabs.payments,
    element,
    available: () => backstage.payments !== undefined,
  };
}

function pageLink(text: string): HTMLAnchorElement {
  return el('a', { class: 'button', target: '_blank', rel: 'noopener', text });
}

function createFaults(
  app: App,
  backstage: Backstage,
): { element: HTMLElement; show(faults: PaymentFaults): void } {
  const words = texts().payments;
  const change = async (faults: Partial<PaymentFaults>): Promise<void> => {
    await attempt(app, control.setPaymentFaults(faults));
    await backstage.refresh();
  };
  const switches = SWITCHES.map((name) => ({
    name,
    view: createSwitch({
      label: words[name],
      hint: words[`${name}Hint`],
      flip: (on) => void change({ [name]: on }),
    }),
  }));
  return {
    element: el('div', { class: 'switches' }, ...switches.map(({ view }) => view.element)),
    show(faults) {
      for (const { name, view } of switches) view.set(faults[name]);
    },
  };
}

function line(method: string, what: string, outcome: string): HTMLElement {
  const row = el('li', { class: 'journal-line' });
  if (method) row.append(el('b', { text: method }));
  row.append(el('span', { class: 'clip grow', dir: 'ltr', title: what, text: what }));
  row.append(verdict(outcome, /^2\d\d$/.test(outcome) ? 'good' : 'bad'));
  return row;
}
