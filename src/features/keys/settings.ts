import { defineSettings, withDefault } from '../../platform/setting.ts';
import { yesOrNo } from '../../platform/setting-formats.ts';

/** How keys reach the apps. */
export const feedSettings = defineSettings('VPN server', {
  ownSubscriptions: withDefault({
    name: 'OWN_SUBSCRIPTIONS',
    purpose:
      "Whether subscription links lead here, in the form that suits each app, or to the panel. Changing it gives everybody a new link; the panel's goes on working.",
    format: 'yes or no',
    default: 'no',
    schema: yesOrNo,
  }),
});
