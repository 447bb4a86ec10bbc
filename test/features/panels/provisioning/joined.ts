import { expect } from 'vitest';
import { createVoices } from '../../../../src/texts/voice.ts';
import { eventually } from '../../../support/eventually.ts';
import type { FleetBench } from '../../../support/fleet.ts';
import { lookAtMoves } from './moves.ts';

/** A fleet whose own subscriptions are given out. */
export const own = { OWN_SUBSCRIPTIONS: 'yes' };

const { overLimitUntil: _, ...words } = createVoices('UTC').ru.t.keys.feedWords;

/** What tests of joined panels ask of a fleet in which the second panel is joined to the first. */
export function lookAtJoined(current: () => FleetBench) {
  const { panelAt, accountsOf, allVerified, peopleOn } = lookAtMoves(current);

  const joinSecond = (joined = true) =>
    current().side.desk.edit(current().cause(), panelAt(1).id, { joined });

  /** Whatever there is to do about joined accounts, now rather than with the next minute. */
  async function lookAfter(): Promise<void> {
    await current().side.joining.ask();
  }

  /** Somebody who lives on the first panel and has an account on the second. */
  async function joinedPerson(): Promise<number> {
    const [userId = 0] = await peopleOn(0, 1);
    await joinSecond();
    await lookAfter();
    await standsOnBoth(userId);
    return userId;
  }

  async function standsOnBoth(userId: number): Promise<void> {
    const { panelUuid: uuid } = await current().subscription(userId);
    await eventually(() => {
      for (const index of [0, 1])
        expect(accountsOf(userId, index)).toMatchObject([{ uuid, is_active: true }]);
    });
    await eventually(async () => expect(await current().side.joining.ask()).toBe(0));
  }

  const isGoneFrom = (userId: number, index: number) =>
    eventually(() => expect(accountsOf(userId, index)).toEqual([]));

  /** What is in somebody's apps stays there when no new address is given out. */
  const tokens = new Map<number, string>();

  /** What the person's subscription says, as an app that nobody knows gets it. */
  async function feedOf(userId: number) {
    const { keys, feeds } = current().services;
    const token = (await keys.addresses(userId))?.token ?? tokens.get(userId) ?? '';
    tokens.set(userId, token);
    const feed = await feeds.feed(token, {
      userAgent: 'x',
      mode: 'standard',
      say: (_, { word }) => words[word],
    });
    if (feed === undefined || feed === 'away') throw new Error(`no feed: ${feed}`);
    return { ...feed, lines: feed.body.trim().split('\n').map(decodeURIComponent) };
  }

  /** Both lists are read, some time later. */
  async function readLists(): Promise<void> {
    current().clock.advance(600_000);
    for (const index of [0, 1]) await current().side.sync.sync(panelAt(index).id);
    await allVerified();
  }

  return { joinSecond, lookAfter, joinedPerson, standsOnBoth, isGoneFrom, feedOf, readLists };
}
