import { describe, expect, test } from 'vitest';
import {
  appGuides,
  guideSteps,
  guideText,
  otherGuideText,
} from '../../../../src/features/keys/guides/rules.ts';
import { guides as english } from '../../../../src/texts/en/guides.ts';
import { guides as russian } from '../../../../src/texts/ru/guides.ts';
import { createVoices } from '../../../../src/texts/voice.ts';
import { appIds, appsFor, findApp } from '../../../../src/features/keys/apps.rules.ts';
import { createGuideService } from '../../../../src/features/keys/guides/service.ts';
import { guideDevices, guideRequests } from './requests.ts';

const requests = guideRequests;

describe.each([
  ['Russian', russian],
  ['English', english],
])('the guides in %s', (_, texts) => {
  test.each(requests)(
    'for $app on $device by $by are five numbered steps that fit one message',
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
    const mac = { device: 'macos', by: 'subscription' } as const;
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

describe('for every app that is offered, a guide', () => {
  test('is there for each of its devices, with a place to get it and the day it was compared with the app', () => {
    const offered = appIds.map((id) => [
      id,
      guideDevices.filter((device) => findApp(id)?.downloads[device] !== undefined),
    ]);
    expect(Object.entries(appGuides).map(([id, { devices }]) => [id, [...devices]])).toEqual(offered);
    for (const device of guideDevices)
      for (const app of appsFor(device, 'standard')) {
        expect(appGuides[app.id].devices).toContain(device);
        expect(app.downloads[device]?.[0]?.url).toMatch(/^https:\/\//);
        expect(new Date(`${appGuides[app.id].checkedAt}T00:00:00Z`).getTime()).toBeLessThan(Date.now());
      }
  });

  test('has five steps in both languages, each with words of its own and a picture', () => {
    for (const request of requests) {
      const [ru, en] = [guideSteps(russian, request, 'above'), guideSteps(english, request, 'above')];
      expect(ru.map(({ kind }) => kind)).toEqual(['install', 'import', 'connect', 'allow', 'check']);
      expect(en.map(({ picture }) => picture)).toEqual(ru.map(({ picture }) => picture));
      expect(new Set([...ru, ...en].map(({ text }) => text.html)).size).toBe(10);
    }
  });

  test('says on which day it was checked and against which version, in the person’s language', () => {
    const voices = createVoices('Europe/Moscow');
    const guides = createGuideService();
    const hiddify = requests.find(({ app }) => app === 'hiddify');
    const happ = requests.find(({ app }) => app === 'happ');
    if (hiddify === undefined || happ === undefined) throw new Error('no guide');
    expect(guides.steps(voices.ru, hiddify).html).toContain('Проверено 24 ноября 2026 по Hiddify 4.1.2.');
    expect(guides.steps(voices.en, happ).html).toContain('Checked on 1 July 2026.');
  });
});

test('a guide that nobody has compared with its app for half a year is told to the operator', () => {
  const guides = createGuideService();
  expect(guides.stale(new Date('2026-12-01'))).toEqual([]);
  expect(guides.stale(new Date('2027-02-01'))).toEqual(['happ', 'streisand', 'v2box']);
  expect(guides.stale(new Date('2027-07-01'))).toHaveLength(6);
  expect(guides.ages(new Date('2026-12-04'))).toContainEqual({ app: 'hiddify', days: 10 });
});
