import { describe, expect, it } from 'vitest';
import { daysOf, play, statesOf, tryJobs } from './scene.ts';

const hourMs = 60 * 60_000;

describe('word of a payment', () => {
  it(
    'F6: that comes while the database is away is answered 503 and comes again',
    play(async ({ stage, person }) => {
      const { stripe, clock } = stage.backstage;
      await person.orders({ way: 'card' });
      stage.life().mortal.die();
      person.paysByCard();
      await stage.delivered();
      expect(new Set(stripe.deliveries().map(({ outcome }) => outcome))).toEqual(new Set([503]));
      await stage.restart();
      clock.advance(60_000);
      await stage.delivered();
      expect(stripe.deliveries().at(-1)?.outcome).toBe(200);
      await tryJobs(stage);
      expect(await statesOf(stage)).toEqual(['paid']);
      return undefined;
    }),
  );

  it(
    'F7: cut off anywhere while it is stored, and told again, acts once',
    play(
      async ({ stage, people }) => {
        const { clock } = stage.backstage;
        for (const [index, one] of people.entries()) {
          await one.orders({ way: 'card' });
          stage.life().mortal.dieAt(index + 1);
          one.paysByCard();
          await stage.delivered();
          await stage.restart();
          clock.advance(11_000);
          await stage.delivered();
        }
        return async () => expect(await daysOf(stage)).toEqual(people.map(() => 30));
      },
      { people: 8 },
    ),
  );

  it(
    'F8: that never comes is found in the lists, refunds and disputes of old payments too',
    play(
      async ({ stage, people }) => {
        const { stripe, cryptoPay, clock } = stage.backstage;
        const [first, second, third] = people;
        stripe.faults.set({ webhooks: { off: true } });
        cryptoPay.setFaults({ webhooksOff: true });
        for (const one of [first, second]) {
          await one?.orders({ way: 'card' });
          one?.paysByCard();
        }
        await third?.orders({ way: 'crypto' });
        third?.paysInCrypto();
        await stage.work.timetable('reconcile');
        expect(await statesOf(stage)).toEqual(['paid', 'paid', 'paid']);
        clock.advance(48 * hourMs);
        const [one = '', other = ''] = Object.keys(stripe.tables.payments);
        stripe.act.refund(one);
        const dispute = stripe.act.dispute(other);
        await stage.work.timetable('reconcile');
        expect(await statesOf(stage)).toEqual(['refunded', 'disputed', 'paid']);
        clock.advance(48 * hourMs);
        stripe.act.closeDispute(dispute.id, 'won');
        await stage.work.timetable('reconcile');
        expect(await statesOf(stage)).toEqual(['refunded', 'paid', 'paid']);
        return undefined;
      },
      { people: 3 },
    ),
  );

  it(
    'F9: that comes to two processes at once many times is settled once',
    play(async ({ stage, person }) => {
      await person.orders({ way: 'card' });
      stage.backstage.stripe.faults.set({ webhooks: { duplicates: 4 } });
      person.paysByCard();
      await stage.delivered();
      const [session = ''] = Object.keys(stage.backstage.stripe.tables.sessions);
      const one = stage.life().services.payments;
      const other = (await stage.another()).services.payments;
      await Promise.allSettled(
        Array.from({ length: 30 }, (_, n) => (n % 2 === 0 ? one : other).lookAt('stripe', session)),
      );
      return async () => expect(await daysOf(stage)).toEqual([30]);
    }),
  );

  it(
    'F10: in any order comes to the same end',
    play(
      async ({ stage, people }) => {
        const { stripe } = stage.backstage;
        stripe.faults.set({ webhooks: { off: true } });
        const turns = [
          [0, 1, 2],
          [2, 1, 0],
          [1, 0, 2],
          [2, 0, 1],
        ];
        for (const [index, turn] of turns.entries()) {
          const one = people[index];
          await one?.orders({ way: 'card' });
          one?.paysLater();
          const session = Object.values(stripe.tables.sessions).at(-1);
          stripe.act.settleLater(session?.id ?? '', true);
          const payment = Object.keys(stripe.tables.payments).at(-1) ?? '';
          const refund = stripe.act.refund(payment, 133);
          const dispute = stripe.act.dispute(payment);
          const ids = [dispute.id, refund.id, session?.id ?? ''];
          for (const place of turn) await stage.life().services.payments.lookAt('stripe', ids[place] ?? '');
          stripe.act.closeDispute(dispute.id, 'won');
          await stage.life().services.payments.lookAt('stripe', dispute.id);
        }
        expect(await daysOf(stage)).toEqual([20, 20, 20, 20]);
        return async () => expect(new Set(await statesOf(stage))).toEqual(new Set(['partially_refunded']));
      },
      { people: 4 },
    ),
  );

  it(
    'F11: claimed by a process that then ended is taken up by the next',
    play(
      async ({ stage, people }) => {
        for (const [index, one] of people.entries()) {
          await one.orders({ way: 'card' });
          one.paysByCard();
          await stage.delivered();
          stage.life().mortal.dieAt(1 + index);
          await stage.work.runOne().catch(() => {});
          await stage.restart();
        }
        await stage.work.runAll();
        expect(await daysOf(stage)).toEqual(people.map(() => 30));
        return undefined;
      },
      { people: 4 },
    ),
  );

  it(
    'F12: whose provider is down or asks for patience waits for it and is not given up',
    play(async ({ stage, person }) => {
      const { stripe } = stage.backstage;
      await person.orders({ way: 'card' });
      person.paysByCard();
      await stage.delivered();
      for (const always of ['error500', 'rate-limited', 'reset'] as const) {
        stripe.faults.set({ api: { always } });
        await tryJobs(stage);
      }
      expect(await statesOf(stage)).toEqual(['pending']);
      stripe.faults.set({ api: { always: null } });
      await stage.work.runAll();
      expect(await statesOf(stage)).toEqual(['paid']);
      return undefined;
    }),
  );

  it(
    'F13: cut off anywhere while it is settled leaves nothing half done',
    play(
      async ({ stage, people }) => {
        for (const [index, one] of people.entries()) {
          await one.orders({ way: index % 2 === 0 ? 'card' : 'crypto' });
          if (index % 2 === 0) one.paysByCard();
          else one.paysInCrypto();
          await stage.delivered();
          stage.life().mortal.dieAt(5 + index * 4);
          await stage.work.runOne().catch(() => {});
          await stage.restart();
        }
        return async () => expect(await daysOf(stage)).toEqual(people.map(() => 30));
      },
      { people: 10 },
    ),
  );
});

describe('slow money', () => {
  it(
    'gives nothing before it is there, and nothing when it never comes',
    play(
      async ({ stage, people }) => {
        const { stripe } = stage.backstage;
        for (const one of people) {
          await one.orders({ way: 'card' });
          one.paysLater();
        }
        await stage.delivered();
        await stage.work.runAll();
        expect([await statesOf(stage), await daysOf(stage)]).toEqual([['processing', 'processing'], []]);
        const [comes = '', fails = ''] = Object.keys(stripe.tables.sessions);
        stripe.act.settleLater(comes, true);
        stripe.act.settleLater(fails, false);
        return async () => {
          expect(await statesOf(stage)).toEqual(['paid', 'failed']);
          expect(await daysOf(stage)).toEqual([30]);
        };
      },
      { people: 2 },
    ),
  );
});

describe('what a provider said', () => {
  it(
    'before something else, and is followed after it, is put right by the lists',
    play(async ({ stage, person }) => {
      const { stripe } = stage.backstage;
      await person.orders({ way: 'card' });
      person.paysByCard();
      await stage.delivered();
      await stage.work.runAll();
      stripe.faults.set({ webhooks: { off: true } });
      const dispute = stripe.act.dispute(Object.keys(stripe.tables.payments)[0] ?? '');
      const { payments } = stage.life().services;
      const { promise: goOn, resolve } = Promise.withResolvers<void>();
      const late = stage
        .life()
        .mortal.stall({ answer: 4, goOn }, () => payments.lookAt('stripe', dispute.id));
      await expect.poll(() => stage.life().mortal.stalls()).toBe(1);
      stripe.act.closeDispute(dispute.id, 'won');
      await payments.lookAt('stripe', dispute.id);
      resolve();
      await late;
      expect(await statesOf(stage)).toEqual(['disputed']);
      await stage.work.timetable('reconcile');
      expect(await statesOf(stage)).toEqual(['paid']);
      return undefined;
    }),
  );
});

describe('two versions of the bot', () => {
  it(
    'F29: at work side by side on the same payments settle each once',
    play(
      async ({ stage, people }) => {
        const other = await stage.another();
        for (const one of people) {
          await one.orders({ way: 'card' });
          one.paysByCard();
        }
        await stage.delivered();
        await Promise.allSettled([
          stage.work.runAll(),
          other.services.upkeep.reconcile(),
          other.services.payments.sweep(),
          other.services.upkeep.reconcile(),
        ]);
        return async () => expect(await daysOf(stage)).toEqual(people.map(() => 30));
      },
      { people: 5 },
    ),
  );
});
