import { appGuides, type GuideApp, guideSteps } from '../../src/features/keys/guides/rules.ts';
import { findApp } from '../../src/features/keys/apps.rules.ts';
import { guides as english } from '../../src/texts/en/guides.ts';
import { guides as russian } from '../../src/texts/ru/guides.ts';
import { scenes } from './scenes.ts';
import { words } from './words.ts';

const texts = { ru: russian, en: english };

/** The SVG of every picture that some guide shows, by language and name: `ru/connect-happ-phone`. */
export function drawings(): Map<string, string> {
  const found = new Map<string, string>();
  for (const language of ['ru', 'en'] as const)
    for (const name of picturesOf(language)) {
      const scene = scenes[name];
      if (scene === undefined) throw new Error(`no drawing is called ${name}`);
      found.set(`${language}/${name}`, scene(words[language]));
    }
  return found;
}

function picturesOf(language: 'ru' | 'en'): Set<string> {
  const steps = (Object.keys(appGuides) as GuideApp[]).flatMap((app) =>
    appGuides[app].devices.flatMap((device) =>
      (findApp(app)?.downloads[device] ?? []).flatMap(({ store }) =>
        (['tap', 'subscription', 'key'] as const).flatMap((by) =>
          guideSteps(texts[language], { device, app, appName: app, store, by }),
        ),
      ),
    ),
  );
  return new Set(steps.map(({ picture }) => picture));
}
