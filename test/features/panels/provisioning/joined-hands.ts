import { expect } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import type { FleetBench } from '../../../support/fleet.ts';
import { byHand } from '../../../support/panel-hand.ts';
import { lookAtMoves } from './moves.ts';

const gigabyte = 1024 ** 3;

type Change = Parameters<typeof byHand>[2];

/** What tests of hands on joined panels ask of a fleet; panels are told apart by their place in the list. */
export function lookAtJoinedHands(current: () => FleetBench) {
  const { panelAt, accountsOf, allVerified } = lookAtMoves(current);

  const change = async (userId: number, index: number, what: Change) =>
    byHand(panelAt(index), (await current().subscription(userId)).panelUuid, what);

  /** So many days and gigabytes on top of what the account allows there. */
  async function add(userId: number, index: number, more: { days?: number; gigabytes?: number }) {
    const [account] = accountsOf(userId, index);
    const { package_days: days = 0, start_date: startDate = null, usage_limit_GB: limit = 0 } = account ?? {};
    const period = { packageDays: days + (more.days ?? 0), startDate };
    await change(userId, index, { period, usageLimitBytes: (limit + (more.gigabytes ?? 0)) * gigabyte });
  }

  /** Every panel follows what is wanted, and nothing is left to do. */
  async function allFollow(): Promise<void> {
    await allVerified();
    await eventually(async () => expect(await current().side.joining.ask()).toBe(0), 20_000);
    current().clock.advance(60_000);
  }

  async function undecided(index = 1) {
    return (await current().side.handDesk.list(current().cause().actorId, panelAt(index).id)).hands;
  }

  const decide = async (decision: 'taken' | 'put-back', index = 1) =>
    current().side.handDesk.decide(current().cause(), (await undecided(index))[0]?.hand.id ?? 0, decision);

  const writes = () =>
    panelAt(1)
      .control.requests()
      .filter(({ method }) => method === 'PATCH').length;

  const asked = () =>
    current().notices.filter(
      ({ details }) => (details as { alarm?: string } | undefined)?.alarm === 'by-hand',
    ).length;

  async function isOnBoth(userId: number, account: Record<string, unknown>): Promise<void> {
    await allFollow();
    // What was found on one panel is followed on both by runs of their own.
    await eventually(async () => {
      for (const index of [0, 1]) expect(accountsOf(userId, index)).toMatchObject([account]);
    });
  }

  const rotate = (userId: number) =>
    current().database.db.transaction((tx) => current().services.subscriptions.rotateLink(tx, userId));

  return { change, add, allFollow, undecided, decide, writes, asked, isOnBoth, rotate };
}
