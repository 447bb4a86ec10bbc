import { describe, expect, test } from 'vitest';
import { appIds, appsFor, checkedOn, findApp, devices } from '../../../src/features/keys/apps.rules.ts';

const subscription = 'https://vpn.example.com/cLiEnTPath456/5f6a1c1e-0b5e-4f0d-9a57-3c1d2e4f5a6b/';
const namesFor = (...asked: Parameters<typeof appsFor>) => appsFor(...asked).map((app) => app.name);
const modes = ['standard', 'enhanced'] as const;

describe('the apps that are offered', () => {
  test('begin with Hiddify in standard mode, and leave it out where it cannot work', () => {
    expect(namesFor('ios', 'standard')).toEqual(['Hiddify', 'Happ', 'Streisand', 'V2Box']);
    expect(namesFor('ios', 'enhanced')).toEqual(['Happ']);
    expect(namesFor('android', 'enhanced')).toEqual(['Happ', 'v2rayNG']);
    expect(namesFor('windows', 'enhanced')).toEqual(['v2rayN', 'Happ']);
    expect(namesFor('android', 'standard', 'mlkem')).not.toContain('Hiddify');
  });

  test('are at least one for every known device, mode and server', () => {
    for (const device of devices.filter((name) => name !== 'other')) {
      for (const mode of modes) expect(appsFor(device, mode, 'mlkem').length).toBeGreaterThan(0);
    }
    expect(appsFor('other', 'standard')).toEqual([]);
  });

  test('can each be downloaded for the device they are offered on, from a store or the latest release', () => {
    for (const device of devices) {
      for (const app of appsFor(device, 'standard')) {
        const [first] = app.downloads[device] ?? [];
        expect(first?.url).toMatch(
          /^https:\/\/(apps\.apple\.com\/(ru\/)?app\/id\d+|play\.google\.com\/store\/apps\/details\?id=[\w.]+|github\.com\/[\w-]+\/[\w-]+\/releases\/latest)$/,
        );
      }
    }
  });

  test('come from a list whose day is on record', () => {
    expect(checkedOn).toMatch(/^20\d\d-\d\d-\d\d$/);
  });

  test('are found by their id, and nothing is found by another word', () => {
    for (const id of appIds) expect(findApp(id)?.id).toBe(id);
    expect(findApp('constructor')).toBeUndefined();
  });
});

test.each([
  ['hiddify', `hiddify://import/${subscription}#%D0%AF%20%231`],
  ['happ', `happ://add/${subscription}`],
  ['v2rayng', `v2rayng://install-sub?url=${encodeURIComponent(subscription)}#%D0%AF%20%231`],
  ['v2box', `v2box://install-sub?url=${encodeURIComponent(subscription)}&name=%D0%AF%20%231`],
  ['streisand', undefined],
  ['v2rayn', undefined],
])('%s is opened with %s', (id, link) => {
  expect(findApp(id)?.deepLink?.(subscription, 'Я #1')).toBe(link);
});
