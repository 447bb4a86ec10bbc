import { describe, expect, it } from 'vitest';
import { daysOf, play, statesOf } from './scene.ts';

const hourMs = 60 * 60_000;

describe('a renewal', () => {
  it(
    'told of before the period that it follows is a period of its own all the same',
    play(async ({ stage, person }) => {
      const { stripe } = stage.backstage;
      stripe.faults.set({ webhooks: { off: true } });
      await person.orders({ way: 'card', renews: true });
      person.paysByCard();
      stripe.act.renew(Object.keys(stripe.tables.subscriptions)[0] ?? '');
      const [first = '', second = ''] = Object.keys(stripe.tables.invoices);
      const { payments } = stage.life().services;
      await payments.lookAt('stripe', second);
      await payments.lookAt('stripe', first);
      await payments.lookAt('stripe', second);
      expect(await daysOf(stage)).toEqual([30, 30]);
      return undefined;
    }),
  );
});

describe('a renewal that the bank refused first', () => {
  it(
    'and that nobody told us of is found though its invoice is older than the last look at the list',
    play(async ({ stage, person }) => {
      const { stripe, clock } = stage.backstage;
      await person.orders({ way: 'card', renews: true });
      person.paysByCard();
      await stage.delivered();
      await stage.work.runAll();
      const [subscription = ''] = Object.keys(stripe.tables.subscriptions);
      stripe.faults.set({ webhooks: { off: true } });
      stripe.act.refuseRenewals(subscription, true);
      stripe.act.renew(subscription);
      stripe.act.refuseRenewals(subscription, false);
      clock.advance(2 * 24 * hourMs);
      await stage.work.timetable('reconcile');
      clock.advance(2 * 24 * hourMs);
      await stage.work.timetable('reconcile');
      expect(await statesOf(stage)).toEqual(['paid', 'paid']);
      return undefined;
    }),
  );
});
