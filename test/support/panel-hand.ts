import type { PanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { createPanelApi } from '../../src/features/panels/hiddify/api.ts';
import type { PanelUserPatch } from '../../src/features/panels/hiddify/wanted-user.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { anywhere } from './environment.ts';

/** What whoever runs the panel changes there by hand, beside the bot. */
export async function byHand(panel: PanelStandIn, uuid: string, change: PanelUserPatch): Promise<void> {
  const { url, adminPath, clientPath, adminKey: apiKey } = panel;
  const api = createPanelApi({
    url,
    adminPath,
    clientPath,
    apiKey,
    addressRules: anywhere,
    clock: systemClock,
  });
  await api.patchUser(uuid, change);
  await api.close();
}
