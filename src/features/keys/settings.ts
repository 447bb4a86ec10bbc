import { defineSettings, optional } from '../../platform/setting.ts';
import { yesOrNo } from '../../platform/setting-formats.ts';

/** How keys reach the apps. */
export const feedSettings = defineSettings('VPN server', {
  ownSubscriptions: optional({
    name: 'OWN_SUBSCRIPTIONS',
    purpose:
      'Whether subscription links lead here, in the form that suits each app, or to the panel. Unset: admins decide in the chat (/admin, Keys); a new installation begins with its own. Changing it gives everybody a new link; the former goes on working.',
    format: 'yes or no',
    schema: yesOrNo,
  }),
});
