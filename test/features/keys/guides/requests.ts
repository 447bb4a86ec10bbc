import type { GuideDevice, GuideRequest } from '../../../../src/features/keys/guides/rules.ts';
import { appsFor } from '../../../../src/features/keys/apps.rules.ts';

export const guideDevices: readonly GuideDevice[] = ['ios', 'android', 'windows', 'macos', 'linux'];

/** One request for every app on every device it is offered on, each place to get it, and every way the key gets in. */
export const guideRequests: readonly GuideRequest[] = guideDevices.flatMap((device) =>
  appsFor(device, 'standard').flatMap((app) =>
    (app.downloads[device] ?? []).flatMap(({ store }) => {
      const ways = app.deepLink
        ? (['tap', 'subscription', 'key'] as const)
        : (['subscription', 'key'] as const);
      return ways.map((by) => ({ device, app: app.id, appName: app.name, store, by }));
    }),
  ),
);
