import { describe, expect, it } from 'vitest';
import { alarmsOf, daysOf, play, statesOf, tryJobs } from './scene.ts';

describe('a checkout', () => {
  it(
    'F1: ended between order and checkout, the order gets its checkout all the same',
    play(async ({ stage, person }) => {
      stage.life().mortal.dieAround('createCheckout', 'before');
      await person.orders({ way: 'card' });
      // The update comes again, to a process that knows of the order already.
      expect(Object.keys(stage.backstage.stripe.tables.sessions)).toHaveLength(1);
      expect(person.paysByCard()).toBe(true);
      return async () => expect(await daysOf(stage)).toEqual([30]);
    }),
  );

  it(
    'F2: made without its answer arriving, is asked for again and is the same one',
    play(async ({ stage, person }) => {
      stage.life().mortal.fail('after');
      const view = await person.orders({ way: 'card' });
      expect(view?.payment?.status).toBe('creating');
      stage.backstage.clock.advance(60_000);
      await stage.work.timetable('sweep');
      await stage.work.runAll();
      expect(Object.keys(stage.backstage.stripe.tables.sessions)).toHaveLength(1);
      expect(person.paysByCard()).toBe(true);
      return async () => expect(await statesOf(stage)).toEqual(['paid']);
    }),
  );

  it(
    'F3: whose name was never stored is found by its order, however late',
    play(async ({ stage, person }) => {
      const { stripe, clock } = stage.backstage;
      // Whatever Stripe does, its answer is never seen, and neither is anything that it delivers.
      stripe.faults.set({ webhooks: { off: true }, api: { always: 'saves-then-reset' } });
      await person.orders({ way: 'card' });
      const [session = ''] = Object.keys(stripe.tables.sessions);
      stripe.act.pay(session);
      // Past the day for which Stripe remembers the key.
      clock.advance(3 * 24 * 60 * 60_000);
      return async () => {
        expect(Object.keys(stripe.tables.sessions)).toHaveLength(1);
        expect(await statesOf(stage)).toEqual(['paid']);
      };
    }),
  );

  it(
    'F4: paid after its order was over is honoured',
    play(async ({ stage, person }) => {
      await person.orders({ way: 'card' });
      // Stripe cannot be told that the order is given up.
      stage.life().mortal.fail('before');
      await person.cancels();
      expect(await statesOf(stage)).toEqual(['cancelled']);
      expect(person.paysByCard()).toBe(true);
      return async () => expect([await statesOf(stage), await daysOf(stage)]).toEqual([['paid'], [30]]);
    }),
  );

  it(
    'F5: of which there are two for one order, both paid, is one purchase and one credit',
    play(async ({ stage, person }) => {
      const { stripe } = stage.backstage;
      const view = await person.orders({ way: 'card' });
      const provider = stage.life().services.payments.provider('stripe');
      const request = view?.payment?.request as Parameters<NonNullable<typeof provider>['create']>[0];
      await provider?.create({ ...request, key: 'another-way' }, false);
      for (const session of Object.keys(stripe.tables.sessions)) stripe.act.pay(session);
      return async () => {
        expect(await daysOf(stage)).toEqual([30]);
        expect(await stage.life().services.ledger.balance(person.id, 'USD')).toBe(399);
      };
    }),
  );
});

describe('a pre-checkout', () => {
  it(
    'F24: that cannot be decided in time is refused, and the panel being away is no reason',
    play(async ({ stage, person }) => {
      await person.orders({ way: 'stars' });
      const locker = await stage.sql.connect();
      await locker.query('begin; lock table orders in access exclusive mode');
      person.paysInStars();
      await stage.takeUpdates();
      await locker.query('rollback');
      locker.release();
      expect(
        stage.backstage.telegram.calls.findLast(({ method }) => method === 'answerPreCheckoutQuery')?.payload,
      ).toMatchObject({ ok: false });
      await stage.backstage.panel.control.setFaults({ down: true });
      person.paysInStars();
      await stage.takeUpdates();
      return async () => expect(await statesOf(stage)).toEqual(['paid']);
    }),
  );
});

describe('Stars', () => {
  it(
    'F25: told of twice, and renewed under the same name, are a period each and once',
    play(async ({ stage, person }) => {
      await person.orders({ way: 'stars', renews: true });
      expect(person.paysInStars()).toBe(true);
      while ((await stage.takeUpdates({ twice: true })) > 0);
      await stage.work.runAll();
      stage.backstage.clock.advance(30 * 24 * 60 * 60_000 + 60_000);
      while ((await stage.takeUpdates({ twice: true })) > 0);
      return async () => {
        expect(await statesOf(stage)).toEqual(['paid', 'paid']);
        expect(await daysOf(stage)).toEqual([30, 30]);
      };
    }),
  );
});

describe('a promo code', () => {
  it(
    'F27: wanted by everybody at once is used as often as it may be, and held until its order is dead',
    play(
      async ({ stage, people }) => {
        const { services } = stage.life();
        const few = {
          code: 'FEW',
          kind: 'percent',
          value: 50,
          currency: null,
          maxUses: 3,
          endsAt: null,
        } as const;
        const { id: promoId } = await services.promos.create({ key: 'code', actorId: 101 }, few);
        const views = await Promise.all(people.map((one) => one.orders({ way: 'card', promoId })));
        const buyers = people.filter((_one, index) => views[index] !== undefined);
        expect(buyers).toHaveLength(3);
        const [payer, , late] = buyers;
        expect(payer?.paysByCard()).toBe(true);
        stage.life().mortal.fail('before');
        await late?.cancels();
        expect(
          await people.find((one) => !buyers.includes(one))?.orders({ way: 'card', promoId }),
        ).toBeUndefined();
        expect(late?.paysByCard()).toBe(true);
        return async () => {
          const { rows } = await stage.sql.query('select used from promo_codes');
          expect(rows).toEqual([{ used: 2 }]);
        };
      },
      { people: 8 },
    ),
  );
});

describe('money of the wrong kind', () => {
  it(
    'F26: forged, stale, thin or of another version, a delivery grants nothing by itself',
    play(
      async ({ stage, people }) => {
        const { stripe, publicUrl } = stage.backstage;
        const forged = await fetch(`${publicUrl}/webhooks/stripe`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'stripe-signature': `t=1,v1=${'0'.repeat(64)}` },
          body: '{"id":"evt_forged","object":"event"}',
        });
        expect(forged.status).toBe(400);
        const kinds = [{ wrongSecret: true }, { thin: true }, { otherVersion: true }];
        const calm = { wrongSecret: false, thin: false, otherVersion: false };
        for (const [index, kind] of kinds.entries()) {
          stripe.faults.set({ webhooks: { ...calm, ...kind } });
          await people[index]?.orders({ way: 'card' });
          expect(people[index]?.paysByCard()).toBe(true);
          await stage.delivered();
          await tryJobs(stage);
        }
        expect(stripe.deliveries().some(({ outcome }) => outcome === 400)).toBe(true);
        expect(await daysOf(stage)).toEqual([30]);
        stripe.faults.set({ webhooks: calm });
        return async () => expect(await daysOf(stage)).toEqual([30, 30, 30]);
      },
      { people: 3 },
    ),
  );

  it(
    'F28: signed by a clock that is behind, a delivery is refused and its payment found by asking',
    play(async ({ stage, person }) => {
      const { stripe } = stage.backstage;
      stripe.faults.set({ webhooks: { oldTimestamp: true } });
      await person.orders({ way: 'card' });
      person.paysByCard();
      await stage.delivered();
      expect(new Set(stripe.deliveries().map(({ outcome }) => outcome))).toEqual(new Set([400]));
      await stage.work.timetable('reconcile');
      expect(await statesOf(stage)).toEqual(['paid']);
      return async () => expect(await alarmsOf(stage)).toEqual(['webhook-silent']);
    }),
  );
});
