import type { Kit } from '../../platform/kit.ts';
import type { Fleet } from '../panels/fleet/service.ts';
import type { JoinedAccounts } from '../panels/provisioning/joined/service.ts';
import type { PlanService } from '../plans/service.ts';
import type { Neighbours } from '../users/service.ts';
import { createBuilt } from './built.service.ts';
import { createFeedChoice } from './feed/choice.service.ts';
import { keyRoutes } from './feed/routes.ts';
import { createFeedService } from './feed/service.ts';
import { createKeyTokens } from './feed/tokens.rules.ts';
import { createGuideFigures } from './guides/figures.service.ts';
import { createGuideService } from './guides/service.ts';
import { createKeyTalk } from './handlers.ts';
import { createPresetService } from './presets/service.ts';
import { demandOf, seedsOf } from './protocols/seeds.service.ts';
import type { Told } from './protocols/settings.ts';
import { createKeyService } from './service.ts';
import { createTunnelService } from './tunnels.service.ts';

export const keyHouse = {
  create: createKeys,
  talk: createKeyTalk,
  routes: keyRoutes,
  figures: ({ guideFigures }: Pick<ReturnType<typeof createKeys>, 'guideFigures'>) => [guideFigures],
};

export interface KeyNeeds extends Neighbours {
  plans: PlanService;
  panels: Fleet;
  joined: JoinedAccounts;
  config: {
    service: { name: string };
    http: { publicUrl: string };
    protocols: Told;
    server: { host: string; domain: string };
    /** Under which addresses for apps are signed, the newest first. */
    keyTokenKeys: readonly string[];
    /** Whether subscription links lead to this server; undefined leaves it to admins. */
    ownSubscriptions: boolean | undefined;
  };
}

/** Everything that makes keys of access: what they are built of, how they are handed out, what apps fetch. */
function createKeys(kit: Kit, needs: KeyNeeds) {
  const { service, http, protocols, server, keyTokenKeys, ownSubscriptions } = needs.config;
  const feedChoice = createFeedChoice({ ...kit, ...needs, told: ownSubscriptions });
  const base = {
    ...kit,
    ...needs,
    serviceName: service.name,
    ownFeedUrl: async () => ((await feedChoice.isOwn()) ? `${http.publicUrl}/sub` : undefined),
    seeds: seedsOf(protocols, server, kit.logger),
    demand: demandOf(protocols, kit.logger),
    tokens: createKeyTokens(keyTokenKeys),
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
