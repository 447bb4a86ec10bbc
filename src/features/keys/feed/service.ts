import type { Events } from '../../../platform/events.ts';
import type { AccessState, Subscription, SubscriptionService } from '../../subscriptions/service.ts';
import type { Language } from '../../../texts/voice.ts';
import { type App, devices } from '../apps.rules.ts';
import type { Built } from '../built.service.ts';
import type { TunnelService } from '../tunnels.service.ts';
import { appFor, type Feed, feedOf, formFor, signpost } from '../formats/feed.rules.ts';
import type { FeedUsage } from '../formats/usage.rules.ts';
import type { KeyMode } from '../protocols/packet-cut.rules.ts';
import type { KeyService } from '../service.ts';
import type { KeyTokens } from './tokens.rules.ts';

/** The answers of our own addresses to whoever holds it. */
export interface FeedService {
  /**
   * The key behind a token, for the page that opens an app: undefined, without a hint why, for a token that is forged
   * or outdated and for a person without a working key.
   */
  open(token: string, wanted: { mode: KeyMode; app: string }): Promise<OpenedLink | undefined>;
  /**
   * The subscription behind a token as this app reads it, or the reason why there is none as an entry of its list.
   * `away`: the panel has to be asked and does not answer; an empty list would make the app forget its servers.
   */
  feed(token: string, wanted: FeedRequest): Promise<FeedAnswer | 'away' | undefined>;
  /** Whether an app that fetches this person's subscription now is given something to connect to; they wait for the answer. */
  isFull(userId: number): Promise<boolean>;
  /** The same for somebody who opens the address in a browser: what it is, and the apps that take it. */
  look(token: string, mode: KeyMode): Promise<Looked | undefined>;
}

export interface Looked extends OpenedLink {
  /** Why nothing would connect. */
  why: FeedWord | undefined;
  /** Those that can be opened with a tap. */
  apps: readonly App[];
}

export interface OpenedLink {
  language: Language;
  subscriptionLink: string;
}

export interface FeedRequest {
  userAgent: string;
  mode: KeyMode;
  /** The sentence for whom nothing connects. */
  say: (language: Language, why: FeedWord) => string;
}
/** Why nothing would connect; a date: until then. */
export interface FeedWord {
  word: (typeof reasons)[keyof typeof reasons] & string;
  until: Date | null;
}

/** Which of them an app is shown in place of servers. */
const reasons = {
  none: 'ended',
  pending: 'pending',
  ready: undefined,
  'used-up': 'overLimit',
  'switched-off': 'switchedOff',
  ended: 'ended',
} as const satisfies Record<AccessState, string | undefined>;

/** A feed with what its headers say. */
export interface FeedAnswer extends Feed, FeedUsage {
  /** When the next month of traffic begins. */
  resetsAt: Date | null;
}

export function createFeedService(parts: {
  keys: KeyService;
  tunnels: TunnelService;
  built: Built;
  subscriptions: Pick<SubscriptionService, 'holder' | 'stateOf'>;
  tokens: KeyTokens;
  events: Events;
}): FeedService {
  const { keys, tunnels, built, subscriptions, tokens, events } = parts;
  return { open, feed, isFull, look };

  /** A blocked person's token is worth as much as a forged one. */
  async function holderOf(token: string) {
    const name = tokens.nameOf(token);
    if (name === undefined) return undefined;
    const holder = await subscriptions.holder(name);
    if (holder === undefined || holder.isBlocked) return undefined;
    return tokens.matches(token, holder.subscription) ? holder : undefined;
  }

  async function open(
    token: string,
    { mode, app }: { mode: KeyMode; app: string },
  ): Promise<OpenedLink | undefined> {
    const holder = await holderOf(token);
    if (holder === undefined) return undefined;
    const { userId } = holder.subscription;
    const key = await keys.stateFor(userId);
    if (key.state !== 'ready') return undefined;
    const enhanced = mode === 'enhanced' ? (await keys.addresses(userId))?.enhancedLink : undefined;
    events.keyDelivered('import', { mode, app });
    return { language: holder.language, subscriptionLink: enhanced ?? key.subscriptionLink };
  }

  async function feed(
    token: string,
    { userAgent, mode, say }: FeedRequest,
  ): Promise<FeedAnswer | 'away' | undefined> {
    const holder = await holderOf(token);
    if (holder === undefined) return undefined;
    const { subscription, language } = holder;
    const form = formFor(userAgent, mode);
    const why = reasonAgainst(subscription);
    const all =
      why === undefined ? await tunnels.tunnelsFor(subscription, 'app') : [signpost(say(language, why))];
    if (all.length === 0) return 'away';
    const { cut } = await tunnels.preset();
    const look = { form, mode, demand: keys.demand, cut };
    events.keyDelivered('subscription', { mode, format: form, app: appFor(userAgent) });
    return {
      ...built.of(all, `feed ${form} ${mode}`, () => feedOf(all, look)),
      usedBytes: subscription.usedBytes + subscription.elsewhereBytes,
      limitBytes: subscription.dataLimitBytes,
      expiresAt: subscription.expiresAt,
      resetsAt: subscription.resetsAt,
    };
  }

  async function isFull(userId: number): Promise<boolean> {
    const holder = await subscriptions.holder({ userId });
    if (holder === undefined || holder.isBlocked) return false;
    const all = await tunnels.tunnelsFor(holder.subscription, 'person');
    const { cut } = await tunnels.preset();
    const mode = 'standard';
    return (
      all.length > 0 && feedOf(all, { form: formFor('', mode), mode, demand: keys.demand, cut }).body !== ''
    );
  }

  async function look(token: string, mode: KeyMode): Promise<Looked | undefined> {
    const holder = await holderOf(token);
    if (holder === undefined) return undefined;
    const { userId } = holder.subscription;
    const key = await keys.stateFor(userId);
    const enhanced = mode === 'enhanced' ? (await keys.addresses(userId))?.enhancedLink : undefined;
    const offered = await Promise.all(devices.map((device) => keys.appsFor(device, mode)));
    return {
      language: holder.language,
      subscriptionLink: enhanced ?? (key.state === 'ready' ? key.subscriptionLink : ''),
      why: reasonAgainst(holder.subscription),
      apps: [...new Set(offered.flat())].filter((app) => app.deepLink !== undefined),
    };
  }

  function reasonAgainst(subscription: Subscription): FeedWord | undefined {
    const word = reasons[subscriptions.stateOf(subscription)];
    return word && { word, until: word === 'overLimit' ? subscription.resetsAt : null };
  }
}
