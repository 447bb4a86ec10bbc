import { describe, expect, test } from 'vitest';
import { guideText, otherGuideText } from '../../../src/features/guides/guides.ts';
import type { GuidePlatform, GuideRequest } from '../../../src/features/guides/guides.ts';
import { appsFor } from '../../../src/features/keys/apps.ts';
import { guides as english } from '../../../src/texts/en/guides.ts';
import { guides as russian } from '../../../src/texts/ru/guides.ts';

const platforms: GuidePlatform[] = ['ios', 'android', 'windows', 'macos', 'linux'];

/** One request for every app on every platform it is offered on, and every way the key gets into it. */
const requests: GuideRequest[] = platforms.flatMap((platform) =>
  appsFor(platform, 'standard').flatMap((app) => {
    const store = app.downloads[platform]?.[0]?.store ?? 'GitHub';
    const ways = app.deepLink
      ? (['tap', 'subscription', 'key'] as const)
      : (['subscription', 'key'] as const);
    return ways.map((by) => ({ platform, app: app.id, appName: app.name, store, by }));
  }),
);

describe.each([
  ['Russian', russian],
  ['English', english],
])('the guides in %s', (_, texts) => {
  test.each(requests)(
    'for $app on $platform by $by are five numbered steps that fit one message',
    (request) => {
      const text = guideText(texts, request).html;
      expect(text.match(/^\d\. /gm)).toEqual(['1. ', '2. ', '3. ', '4. ', '5. ']);
      expect(text).toContain(request.appName);
      expect(text).not.toMatch(/undefined|\[object/);
      expect(text.length).toBeLessThan(2000);
    },
  );

  test('tell where the link to copy is from wherever one reads', () => {
    const copied = requests.filter(({ by }) => by !== 'tap');
    const unclear = copied.filter(
      (request) => !/выше, в начале|above, at the top/.test(guideText(texts, request).html),
    );
    expect(unclear).toEqual([]);
  });

  test('use only marks that Telegram knows, each of them closed', () => {
    const all = requests.map((request) => guideText(texts, request).html).join('\n');
    expect(all.replace(/<b>[^<>]*<\/b>/g, '')).not.toMatch(/[<>]/);
  });

  test('have three steps for a device without a known app', () => {
    expect(otherGuideText(texts).html.match(/^\d\. /gm)).toHaveLength(3);
  });

  test('send a Mac user of Streisand to the App Store and one of v2rayN to GitHub', () => {
    const mac = { platform: 'macos', by: 'subscription' } as const;
    const streisand = guideText(texts, {
      ...mac,
      app: 'streisand',
      appName: 'Streisand',
      store: 'App Store',
    });
    const v2rayn = guideText(texts, { ...mac, app: 'v2rayn', appName: 'v2rayN', store: 'GitHub' });
    expect(streisand.html).toContain('App Store');
    expect(v2rayn.html).toMatch(/GitHub.*\.dmg/);
  });
});

test('the Russian guides are in Russian and the English ones have no Cyrillic', () => {
  const [request] = requests;
  if (!request) throw new Error('no guide');
  expect(guideText(russian, request).html).toMatch(/[а-я]{5}/);
  for (const each of requests) expect(guideText(english, each).html).not.toMatch(/[а-я]/i);
});
