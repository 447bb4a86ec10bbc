import { createGuideService } from '../../src/features/keys/guides/service.ts';
import { appsFor, type Device } from '../../src/features/keys/apps.rules.ts';
import { deviceScreen } from '../../src/features/keys/screens.ts';
import { action } from '../../src/telegram/screens/buttons.ts';
import type { Screen } from '../../src/telegram/screens/screen.ts';
import type { Voice } from '../../src/texts/voice.ts';

const guides = createGuideService();
const vless = `vless://00000000-0000-4000-8000-000000000000@203.0.113.10:443?${'p'.repeat(250)}`;

/** The screen of a device with each app, and with none. */
export function deviceScreens(voice: Voice, device: Device, mode: 'standard' | 'enhanced'): Screen[] {
  const offered = appsFor(device, mode);
  return [undefined, ...offered].map((app) => {
    const others = offered.filter((other) => other !== app).slice(0, 3);
    const store = app?.downloads[device]?.[0]?.store;
    const steps =
      app === undefined || store === undefined || device === 'other'
        ? guides.otherSteps(voice)
        : guides.steps(voice, {
            device,
            app: app.id,
            appName: app.name,
            store,
            by: mode === 'enhanced' ? 'key' : 'subscription',
          });
    const openUrl =
      app?.deepLink === undefined ? undefined : `https://bot.example.com/import/${app.id}/token`;
    const walk = action('key.step', device, mode, app?.id ?? '', 'k', 1);
    const otherMode = action('key.on', device, mode, app?.id ?? '');
    const missed = offered[0] && {
      app: offered[0],
      why: mode === 'standard' ? ('server' as const) : ('mode' as const),
    };
    return deviceScreen(voice, {
      device,
      mode,
      link: vless,
      openUrl,
      app,
      others,
      steps,
      walk,
      otherMode,
      missed,
    });
  });
}
