import type { GuidePlatform, GuideRequest } from '../../../../src/features/keys/guides/rules.ts';
import { appsFor } from '../../../../src/features/keys/apps.rules.ts';

export const guidePlatforms: readonly GuidePlatform[] = ['ios', 'android', 'windows', 'macos', 'linux'];

/** One request for every app on every platform it is offered on, each place to get it, and every way the key gets in. */
export const guideRequests: readonly GuideRequest[] = guidePlatforms.flatMap((platform) =>
  appsFor(platform, 'standard').flatMap((app) =>
    (app.downloads[platform] ?? []).flatMap(({ store }) => {
      const ways = app.deepLink
        ? (['tap', 'subscription', 'key'] as const)
        : (['subscription', 'key'] as const);
      return ways.map((by) => ({ platform, app: app.id, appName: app.name, store, by }));
    }),
  ),
);
