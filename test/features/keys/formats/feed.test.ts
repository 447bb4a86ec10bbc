import { describe, expect, test } from 'vitest';
import { appsFor, devices } from '../../../../src/features/keys/apps.rules.ts';
import { appFor, type FeedForm, formFor } from '../../../../src/features/keys/formats/feed.rules.ts';
import { usageFor } from '../../../../src/features/keys/formats/usage.rules.ts';
import { keys as english } from '../../../../src/texts/en/keys.ts';
import { keys as russian } from '../../../../src/texts/ru/keys.ts';

describe('by its User-Agent an app gets', () => {
  test.each<[string, FeedForm, FeedForm, string]>([
    ['HiddifyNext/4.1.2 (android) like ClashMeta v2ray sing-box', 'base64', 'base64', 'hiddify'],
    ['HiddifyNextX/4.1.2 (ios) like ClashMeta v2ray sing-box', 'base64', 'base64', 'hiddify'],
    ['Happ/4.2.0/ios', 'base64', 'xray-list', 'happ'],
    ['Streisand/1.6', 'base64', 'xray-list', 'streisand'],
    ['INCY/1.0', 'base64', 'xray-list', 'incy'],
    ['V2Box/9.1', 'base64', 'xray-list', 'v2box'],
    ['v2rayNG/2.3.5', 'base64', 'xray-list', 'v2rayng'],
    ['v2rayN/7.24.8', 'base64', 'xray-list', 'v2rayn'],
    ['FlClash/v0.8.90', 'mihomo', 'mihomo', 'flclash'],
    ['mihomo/1.19.10', 'mihomo', 'mihomo', 'mihomo'],
    ['clash-verge/v2.4.0', 'mihomo', 'mihomo', 'clash-verge'],
    ['clash-nyanpasu/2.0', 'mihomo', 'mihomo', ''],
    ['ClashX Meta/1.4', 'mihomo', 'mihomo', ''],
    ['clash.meta/1.0', 'mihomo', 'mihomo', ''],
    ['Stash/3.1', 'mihomo', 'mihomo', 'stash'],
    ['koala-clash/1.0', 'mihomo', 'mihomo', ''],
    ['SFA/1.13.2 (Build 1; sing-box 1.13.2)', 'sing-box', 'sing-box', 'sing-box'],
    ['SFI/1.12.0', 'sing-box 1.12', 'sing-box 1.12', 'sing-box'],
    ['SFA/1.11.4 (Build 1; sing-box 1.11.4; language ru)', 'sing-box 1.11', 'sing-box 1.11', 'sing-box'],
    ['SFM/1.9.3 (Build 1; sing-box 1.13.2)', 'sing-box', 'sing-box', 'sing-box'],
    ['sing-box/1.10.1', 'sing-box 1.11', 'sing-box 1.11', 'sing-box'],
    ['Karing/1.2 (ios)', 'sing-box', 'sing-box', 'karing'],
    ['sing-box 1.14.1', 'sing-box', 'sing-box', 'sing-box'],
    ['Mozilla/5.0 (X11; Linux) like Happ/4 clash', 'plain', 'plain', ''],
    ['', 'plain', 'plain', ''],
  ])('“%s”: %s, and in the enhanced mode %s', (userAgent, standard, enhanced, app) => {
    expect([formFor(userAgent, 'standard'), formFor(userAgent, 'enhanced')]).toEqual([standard, enhanced]);
    expect(formFor(userAgent.toUpperCase(), 'standard')).toBe(standard);
    expect(appFor(userAgent)).toBe(app);
  });
});

describe('what is used, and of how much, is said', () => {
  const some = { usedBytes: 7, limitBytes: 50, expiresAt: new Date('2027-01-13T00:00:00Z') };
  const endless = { usedBytes: 7, limitBytes: null, expiresAt: null };
  const hiddify = 'HiddifyNext/4.1.1 (android) like ClashMeta v2ray sing-box';

  test.each(['clash-verge/v2.4.0', 'v2rayNG/2.3.5', 'INCY/1.0', '', hiddify, 'Happ/4.2.0'])(
    'to “%s” as it is',
    (userAgent) => {
      expect(usageFor(userAgent, some)).toBe('upload=0; download=7; total=50; expire=1799798400');
    },
  );

  test.each<[string, string]>([
    ['clash-verge/v2.4.0', 'total=0; expire=0'],
    ['Happ/4.2.0/ios', 'total=0'],
    [hiddify, 'total=1073741824000000; expire=4102444799'],
  ])('to “%s” so that what has no limit and no end looks like that', (userAgent, said) => {
    expect(usageFor(userAgent, endless)).toBe(`upload=0; download=7; ${said}`);
  });

  test('of nothing so that it does not look like everything', () => {
    expect(usageFor('v2rayNG/2.3.5', { ...some, limitBytes: 0 })).toContain('total=1;');
  });
});

test('wherever the enhanced mode is spoken of, exactly the apps that can do it are named', () => {
  const named = (mode: 'standard' | 'enhanced') =>
    new Set(devices.flatMap((device) => appsFor(device, mode).map(({ name }) => name)));
  const able = named('enhanced');
  const unable = [...named('standard')].filter((name) => !able.has(name));
  for (const { comparison, advice } of [russian, english])
    for (const { html } of [comparison, advice.begin.enhanced]) {
      expect([...able].filter((name) => !html.includes(name))).toEqual([]);
      expect(unable.filter((name) => html.includes(name))).toEqual([]);
    }
});
