import type { Kit } from '../../platform/kit.ts';
import type { Audit } from '../audit/service.ts';
import type { Fleet } from '../panels/fleet/service.ts';
import type { JoinedAccounts } from '../panels/provisioning/joined/service.ts';
import type { PlanService } from '../plans/service.ts';
import type { SubscriptionService } from '../subscriptions/service.ts';
import type { UserService } from '../users/service.ts';
import { createBuilt } from './built.service.ts';
import { createFeedChoice } from './feed/choice.service.ts';
import { createFeedService } from './feed/service.ts';
import { createKeyTokens } from './feed/tokens.rules.ts';
import { createGuideFigures } from './guides/figures.service.ts';
import { createGuideService } from './guides/service.ts';
import { createPresetService } from './presets/service.ts';
import { demandOf, seedsOf } from './protocols/seeds.service.ts';
import type { Told } from './protocols/settings.ts';
import { createKeyService } from './service.ts';
import { createTunnelService } from './tunnels.service.ts';

export interface KeyNeeds {
  audit: Audit;
  users: UserService;
  subscriptions: SubscriptionService;
  plans: PlanService;
  panels: Fleet;
  joined: JoinedAccounts;
  settings: {
    serviceName: string;
    protocols: Told;
    server: { host: string; domain: string };
    /** Under which addresses for apps are signed, the newest first. */
    tokenKeys: readonly string[];
    publicUrl: string;
    /** Whether subscription links lead to this server; undefined leaves it to admins. */
    ownFeed: boolean | undefined;
  };
}

/** Everything that makes keys of access: what they are built of, how they are handed out, what apps fetch. */
export function createKeys(kit: Kit, needs: KeyNeeds) {
  const { protocols, server, tokenKeys, publicUrl, ownFeed, serviceName } = needs.settings;
  const feedChoice = createFeedChoice({ ...kit, ...needs, told: ownFeed });
  const base = {
    ...kit,
    ...needs,
    serviceName,
    ownFeedUrl: async () => ((await feedChoice.isOwn()) ? `${publicUrl}/sub` : undefined),
    seeds: seedsOf(protocols, server, kit.logger),
    demand: demandOf(protocols, kit.logger),
    tokens: createKeyTokens(tokenKeys),
    built: createBuilt(kit.events),
  };
  const presets = createPresetService(base);
  const tunnels = createTunnelService({ ...base, presets });
  const keys = createKeyService({ ...base, tunnels });
  const guides = createGuideService();
  return {
    presets,
    keys,
    feedChoice,
    feeds: createFeedService({ ...base, tunnels, keys }),
    guides,
    guideFigures: createGuideFigures({ ...kit, guides }),
  };
}
