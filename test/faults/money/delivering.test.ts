import { createPanelApi } from '../../../src/features/panels/hiddify/api.ts';
import { describe, expect, it } from 'vitest';
import { restore, save } from './restore.ts';
import { alarmsOf, daysOf, play, type Scene, statesOf, tryJobs } from './scene.ts';
import { anywhere } from '../../support/environment.ts';

const hourMs = 60 * 60_000;
const admin = 101;

async function pays({ stage, person }: Scene): Promise<void> {
  await person.orders({ way: 'card' });
  person.paysByCard();
  await stage.delivered();
  await stage.work.runAll();
}

const accountsOf = ({ stage, person }: Scene) =>
  stage.backstage.panel.control.users().filter(({ telegram_id }) => telegram_id === person.id);
const paymentOf = ({ stage }: Scene) => Object.keys(stage.backstage.stripe.tables.payments)[0] ?? '';

describe('access that was paid for', () => {
  it(
    'F14: is set up though the process ended, and the job with it, right after the payment',
    play(async (scene) => {
      const { stage, person } = scene;
      await person.orders({ way: 'card' });
      person.paysByCard();
      await stage.delivered();
      await stage.work.runOne();
      expect(await statesOf(stage)).toEqual(['paid']);
      await stage.restart();
      await stage.sql.query(`delete from pgboss.job where name = 'provision'`);
      return async () => expect(accountsOf(scene)).toMatchObject([{ is_active: true }]);
    }),
  );

  it(
    'F15: waits for a panel that is down for hours, and the order is paid meanwhile',
    play(async (scene) => {
      const { stage, person } = scene;
      const { panel, clock } = stage.backstage;
      await panel.control.setFaults({ down: true });
      await person.orders({ way: 'card' });
      person.paysByCard();
      await stage.delivered();
      await tryJobs(stage);
      clock.advance(5 * hourMs);
      await tryJobs(stage);
      expect([await statesOf(stage), accountsOf(scene)]).toEqual([['paid'], []]);
      return async () => expect(accountsOf(scene)).toMatchObject([{ is_active: true, package_days: 30 }]);
    }),
  );

  it(
    'F16: is given once though the panel’s answer is lost each time',
    play(async (scene) => {
      const { control } = scene.stage.backstage.panel;
      for (const method of ['POST', 'PATCH']) {
        control.faultNext(1, { savesThen502: true }, { method });
        await pays(scene);
      }
      return async () => {
        expect(await daysOf(scene.stage)).toEqual([30, 30]);
        expect(accountsOf(scene)).toMatchObject([{ package_days: 60 }]);
      };
    }),
  );

  it(
    'F17: overwritten by a worker that stood still is put right',
    play(async (scene) => {
      const { stage } = scene;
      await pays(scene);
      const [before] = accountsOf(scene);
      await pays(scene);
      const { url, adminPath, clientPath, adminKey: apiKey } = stage.backstage.panel;
      const access = { url, adminPath, clientPath, apiKey, addressRules: anywhere };
      const api = createPanelApi({ ...access, clock: stage.backstage.clock });
      const period = { packageDays: before?.package_days ?? 0, startDate: before?.start_date ?? null };
      await api.patchUser(before?.uuid ?? '', { period });
      await api.close();
      expect(await stage.faults()).toContainEqual(expect.stringContaining('I7 mismatched'));
      return async () => expect(accountsOf(scene)).toMatchObject([{ package_days: 60 }]);
    }),
  );

  it(
    'F18: gone with the panel’s data is made anew',
    play(async (scene) => {
      await pays(scene);
      scene.stage.backstage.panel.control.wipe();
      expect(await scene.stage.faults()).toContainEqual(expect.stringContaining('I7 lost'));
      return async () => expect(accountsOf(scene)).toMatchObject([{ is_active: true, package_days: 30 }]);
    }),
  );
});

describe('money on its way back', () => {
  const refundAll = async ({ stage }: Scene) => {
    const wanted = { paymentId: 1, amountMinor: 399, reason: 'asked' };
    await stage.life().services.money.refund({ key: 'refund', actorId: admin }, wanted);
  };

  const cuts = [
    { when: 'before', name: 'F21: cut off before the provider hears of it goes back once' },
    { when: 'after', name: 'F21: cut off after the provider heard of it goes back once' },
  ] as const;
  it.for(cuts)('$name', async ({ when }) => {
    const cutOff = play(async (scene) => {
      const { stage } = scene;
      await pays(scene);
      await refundAll(scene);
      stage.life().mortal.dieAround('createRefund', when);
      await stage.work.runOne().catch(() => {});
      await stage.restart();
      await stage.work.runAll();
      expect(Object.keys(stage.backstage.stripe.tables.refunds)).toHaveLength(1);
      return async () => expect([await statesOf(stage), await daysOf(stage)]).toEqual([['refunded'], []]);
    });
    await cutOff();
  });

  it(
    'F22: that the bank could not return is with us again, the access too, and admins know',
    play(async (scene) => {
      const { stage } = scene;
      const { stripe } = stage.backstage;
      await pays(scene);
      await refundAll(scene);
      await stage.work.runAll();
      expect(await daysOf(stage)).toEqual([]);
      stripe.act.failRefund(Object.keys(stripe.tables.refunds)[0] ?? '');
      return async () => {
        expect([await statesOf(stage), await daysOf(stage)]).toEqual([['paid'], [30]]);
        expect(await alarmsOf(stage)).toContain('refund-failed');
      };
    }),
  );

  it(
    'F23: in a dispute that is won is with us again, and the access too',
    play(async (scene) => {
      const { stage } = scene;
      const { stripe } = stage.backstage;
      await pays(scene);
      const dispute = stripe.act.dispute(paymentOf(scene));
      await stage.delivered();
      await stage.work.runAll();
      expect([await statesOf(stage), await daysOf(stage)]).toEqual([['disputed'], []]);
      expect(accountsOf(scene)).toMatchObject([{ enable: false }]);
      stripe.act.closeDispute(dispute.id, 'won');
      return async () => expect(accountsOf(scene)).toMatchObject([{ enable: true, package_days: 30 }]);
    }),
  );

  it(
    'in a dispute that is lost is gone for good, and the order waits for nobody any longer',
    play(async (scene) => {
      const { stage } = scene;
      const { stripe } = stage.backstage;
      await pays(scene);
      const dispute = stripe.act.dispute(paymentOf(scene));
      await stage.delivered();
      await stage.work.runAll();
      stripe.act.closeDispute(dispute.id, 'lost');
      return async () => expect([await statesOf(stage), await daysOf(stage)]).toEqual([['refunded'], []]);
    }),
  );

  it(
    'that failed after the bank had taken the rest in a dispute is booked as the bank has it',
    play(async (scene) => {
      const { stage } = scene;
      const { stripe } = stage.backstage;
      await pays(scene);
      const refund = stripe.act.refund(paymentOf(scene), 133);
      const dispute = stripe.act.dispute(paymentOf(scene));
      stripe.act.failRefund(refund.id);
      await stage.delivered();
      await stage.work.runAll();
      stripe.act.closeDispute(dispute.id, 'won');
      return async () => expect([await statesOf(stage), await daysOf(stage)]).toEqual([['paid'], [30]]);
    }),
  );

  it(
    'seven tenths of what was kept is seven tenths of the days, to the day',
    play(async (scene) => {
      const { stage, person } = scene;
      await stage.sql.query(`update plan_prices set amount_minor = 1000 where currency = 'USD'`);
      await person.orders({ way: 'card', plan: 'quarterly' });
      person.paysByCard();
      stage.backstage.stripe.act.refund(paymentOf(scene), 300);
      return async () => expect(await daysOf(stage)).toEqual([63]);
    }),
  );
});

describe('a second payment', () => {
  it(
    'whose credit is spent goes back all the same, and comes back where it went from',
    play(async (scene) => {
      const { stage, person } = scene;
      const { stripe } = stage.backstage;
      const view = await person.orders({ way: 'card' });
      const provider = stage.life().services.payments.provider('stripe');
      const request = view?.payment?.request as Parameters<NonNullable<typeof provider>['create']>[0];
      await provider?.create({ ...request, key: 'another-way' }, false);
      for (const session of Object.keys(stripe.tables.sessions)) {
        stripe.act.pay(session);
        await stage.delivered();
        await stage.work.runAll();
      }
      await person.orders({ way: 'balance' });
      const refund = stripe.act.refund(Object.keys(stripe.tables.payments)[1] ?? '');
      await stage.delivered();
      await stage.work.runAll();
      stripe.act.failRefund(refund.id);
      return async () => {
        expect(await daysOf(stage)).toEqual([30, 30]);
        expect(await stage.life().services.ledger.balance(person.id, 'USD')).toBe(0);
      };
    }),
  );
});

describe('a database put back to an hour ago', () => {
  it(
    'F30: learns of the lost hour from those who have the money',
    play(
      async ({ stage, people }) => {
        const { stripe, clock, panel } = stage.backstage;
        const [first, second, third] = people;
        await first?.orders({ way: 'card' });
        await second?.orders({ way: 'stars' });
        await third?.orders({ way: 'crypto' });
        await save(stage.sql);
        first?.paysByCard();
        second?.paysInStars();
        third?.paysInCrypto();
        while ((await stage.takeUpdates()) > 0);
        await stage.delivered();
        await stage.work.runAll();
        stripe.act.refund(Object.keys(stripe.tables.payments)[0] ?? '', 133);
        await stage.delivered();
        await stage.work.runAll();
        expect(await statesOf(stage)).toEqual(['partially_refunded', 'paid', 'paid']);
        clock.advance(hourMs);
        stage.life().mortal.die();
        await restore(stage.sql);
        await stage.restart();
        expect(await statesOf(stage)).toEqual(['pending', 'pending', 'pending']);
        await stage.work.timetable('reconcile');
        expect(await statesOf(stage)).toEqual(['partially_refunded', 'paid', 'paid']);
        // Accounts that nobody is known to have any more are for the operator, who is told of them.
        const [one] = await stage.life().services.fleet.list();
        expect(await stage.life().panels.drift.report(one?.id ?? 0)).toMatchObject({ strangers: 3 });
        for (const { uuid } of panel.control.users()) panel.control.removeRow(uuid);
        return undefined;
      },
      { people: 3 },
    ),
  );
});
