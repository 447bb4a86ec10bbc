import type { FeedService } from '../keys/feed/service.ts';
import type { AccountLooks, AccountMending } from '../panels/provisioning/look.service.ts';
import type { AccessState, Subscription, SubscriptionService } from '../subscriptions/service.ts';

/** What was found of somebody's access, after what could be mended was. */
export interface Checkup {
  state: AccessState;
  subscription: Subscription | undefined;
  /** The account on the panel; undefined where access does not run, and nobody was asked. */
  account: AccountMending | undefined;
  /** Whether an app that fetches the subscription now is given servers; undefined: that was not tried. */
  isFeedFull: boolean | undefined;
}

/** What a look at the panel has changed of what is shown. */
export interface UsageChange {
  isReached: boolean;
  /** So much more was used than was known before. */
  moreBytes: number;
}

export interface CheckupService {
  /** Looks at everything that somebody's key depends on, mends what can be, and says what it found. */
  check(userId: number): Promise<Checkup>;
  /** Reads what the panel has counted. */
  refresh(userId: number): Promise<UsageChange>;
}

export function createCheckup(parts: {
  subscriptions: Pick<SubscriptionService, 'find' | 'stateOf' | 'runs'>;
  looks: AccountLooks;
  feeds: Pick<FeedService, 'isFull'>;
}): CheckupService {
  const { subscriptions, looks, feeds } = parts;
  return { check, refresh };

  async function check(userId: number): Promise<Checkup> {
    const before = await subscriptions.find(userId);
    if (!subscriptions.runs(before)) return found(before, undefined, undefined);
    const account = await looks.mend(userId);
    const now = await subscriptions.find(userId);
    const isWorking = subscriptions.stateOf(now) === 'ready' && account !== 'mending';
    return found(now, account, isWorking ? await feeds.isFull(userId) : undefined);
  }

  function found(
    subscription: Subscription | undefined,
    account: Checkup['account'],
    isFeedFull: Checkup['isFeedFull'],
  ): Checkup {
    return { state: subscriptions.stateOf(subscription), subscription, account, isFeedFull };
  }

  async function refresh(userId: number): Promise<UsageChange> {
    const before = await subscriptions.find(userId);
    const sight = await looks.read(userId);
    const now = await subscriptions.find(userId);
    return {
      isReached: sight !== 'away' && sight !== 'nowhere',
      moreBytes: Math.max(0, usedOf(now) - usedOf(before)),
    };
  }
}

function usedOf(subscription: Subscription | undefined): number {
  return subscription === undefined ? 0 : subscription.usedBytes + subscription.elsewhereBytes;
}
