import { adminId } from '../../support/environment.ts';
import { byHand } from '../../support/panel-hand.ts';
import type { Random } from '../support/random.ts';
import { unlessRefused } from './customers.ts';
import type { MoneyStage } from './stage.ts';

/** What whoever runs the panel does there, and what an admin decides about it. */
export interface HandsOnPanel {
  switchOff(): Promise<void>;
  addDays(): Promise<void>;
  decide(): Promise<void>;
}

const minuteMs = 60_000;
let decisions = 0;

export function createHandsOnPanel(stage: MoneyStage, random: Random): HandsOnPanel {
  const { backstage, sql, asUpdate } = stage;
  const { panel, clock, handsOff, handDays } = backstage;
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random.next() * items.length)];

  /** Somebody whose account is as it should be, so that a change of it can only be somebody's decision. */
  async function somebodyInStep() {
    const { rows } = await sql.query<{ uuid: string; userId: string }>(
      `select s.panel_uuid as uuid, s.user_id as "userId" from subscriptions s join users u on u.telegram_id = s.user_id
       where s.applied_version = s.desired_version and s.previous_uuid is null and s.held is not null
         and s.switched_off_at is null and s.status = 'active' and s.expires_at > $1::timestamptz + interval '1 day'
         and u.blocked_at is null order by s.id`,
      [clock.now()],
    );
    const accounts = panel.control.users();
    const whole = rows.flatMap(({ uuid, userId }) => {
      const account = accounts.find((one) => one.uuid === uuid && one.enable && !one.deleted);
      return account === undefined ? [] : [{ account, userId: Number(userId) }];
    });
    return pick(whole);
  }

  /** Whether the panel's list was read to its end: what it shows is known then. */
  async function isSeen(): Promise<boolean> {
    const { panels, services } = stage.life();
    const all = await services.fleet.list();
    const results = await Promise.all(all.map(({ id }) => panels.sync.sync(id)));
    return results.every(({ result }) => result === 'taken');
  }

  return {
    async switchOff() {
      const one = await somebodyInStep();
      if (one === undefined) return;
      await panel.control.clearFaults();
      clock.advance(minuteMs);
      await byHand(panel, one.account.uuid, { enable: false });
      if (await isSeen()) handsOff.add(one.account.uuid);
    },
    async addDays() {
      const one = await somebodyInStep();
      if (one === undefined || one.account.package_days >= 10_000) return;
      await panel.control.clearFaults();
      clock.advance(minuteMs);
      const days = Math.ceil(random.between(0, 10));
      const { uuid, package_days, start_date: startDate } = one.account;
      await byHand(panel, uuid, { period: { packageDays: package_days + days, startDate } });
      if (await isSeen()) handDays.push({ userId: one.userId, days });
    },
    async decide() {
      const { rows } = await sql.query<{ id: string; kind: string; uuid: string }>(
        `select h.id, h.kind, s.panel_uuid as uuid from panel_hands h join subscriptions s using (user_id)
         where h.decision is null order by h.id`,
      );
      const hand = pick(rows);
      if (hand === undefined) return;
      const decision = random.next() < 0.5 ? 'taken' : 'put-back';
      const cause = { key: `hand ${++decisions}`, actorId: adminId };
      await unlessRefused(asUpdate(({ panels }) => panels.handDesk.decide(cause, Number(hand.id), decision)));
      if (hand.kind === 'off' && decision === 'put-back') handsOff.delete(hand.uuid);
    },
  };
}
