import { expect, it, onTestFinished } from 'vitest';
import { startCryptoPayStandIn } from '@hiddify-vpn-bot/sandbox/crypto-pay/stand-in.ts';
import { startPanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { startStripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { knock, openDoors } from './open-doors.ts';

/** What a browser sends for a page of somebody else's. */
const foreign: Readonly<Record<string, Record<string, string>>> = {
  'another origin': { origin: 'https://evil.example' },
  'another port of this machine': { origin: 'http://127.0.0.1:1' },
  'a page that hides its origin': { origin: 'null' },
  'another site, in the browser’s own words': { 'sec-fetch-site': 'cross-site' },
  'another port, in the browser’s own words': { 'sec-fetch-site': 'same-site' },
  'a name that leads here': { host: 'evil.example' },
  'a name that leads here, with its own origin': {
    host: 'evil.example:8081',
    origin: 'http://evil.example:8081',
    'sec-fetch-site': 'same-origin',
  },
  'a name that begins like this machine': { host: '127.0.0.1.evil.example' },
};

const forms = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'];

it('no control route opens for another site in the same browser, not even the stream of events', async () => {
  const { url, control } = await openDoors();
  expect(control.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['/control/reset', '/control/bot/kill', '/control/panel/wipe', '/control/events']),
  );
  for (const [whose, headers] of Object.entries(foreign))
    for (const route of control)
      expect([whose, route, await knock(url, route, headers)]).toEqual([whose, route, 403]);
});

it('a form presses nothing, whoever sends it', async () => {
  const { url, control } = await openDoors();
  for (const type of forms)
    for (const route of control.filter(({ method }) => method === 'POST'))
      expect([route, await knock(url, route, { 'content-type': type })]).toEqual([route, 415]);
});

it('nothing is reset, wiped or broken by what was refused', async () => {
  const { url, control, world, panel, providers } = await openDoors();
  const { person } = world.person({ firstName: 'Ann' });
  for (const headers of Object.values(foreign)) for (const route of control) await knock(url, route, headers);
  expect(world.state().chats.map((chat) => chat.person.id)).toEqual([person.id]);
  expect(panel.control.users()).toHaveLength(1);
  expect(panel.control.faults().down).toBe(false);
  expect(providers.stripe.faults.webhooks().off).toBe(false);
});

it('the page itself and programs of this machine go in and out', async () => {
  const { url, panel } = await openDoors();
  const port = new URL(url).port;
  const own = [
    {},
    { origin: url, 'sec-fetch-site': 'same-origin' },
    { host: `localhost:${port}`, origin: `http://localhost:${port}`, 'sec-fetch-site': 'same-origin' },
    { host: `[::1]:${port}` },
  ];
  for (const headers of own) {
    expect(await knock(url, { method: 'GET', path: '/control/state' }, headers)).toBe(200);
    expect(await knock(url, { method: 'GET', path: '/control/events' }, headers)).toBe(200);
    expect(await knock(url, { method: 'POST', path: '/control/reset' }, headers)).toBe(200);
    expect(await knock(url, { method: 'POST', path: '/control/bot/kill' }, headers)).toBe(200);
  }
  expect(await knock(url, { method: 'POST', path: '/control/panel/wipe' }, {})).toBe(200);
  expect(panel.control.users()).toEqual([]);
});

it('a link from anywhere leads to the chat page, but not under a foreign name', async () => {
  const { url } = await openDoors();
  const page = { method: 'GET', path: '/' };
  expect(await knock(url, page, { 'sec-fetch-site': 'cross-site' })).toBe(200);
  expect(await knock(url, page, { host: 'evil.example' })).toBe(403);
});

it('the stand-ins’ own pages show themselves to whoever follows a link, and obey only themselves', async () => {
  const [stripe, cryptoPay, panel] = await Promise.all([
    startStripeStandIn(),
    startCryptoPayStandIn(),
    startPanelStandIn(),
  ]);
  onTestFinished(async () => void (await Promise.all([stripe.stop(), cryptoPay.stop(), panel.stop()])));
  const doors = [
    { url: stripe.url, shown: '/', pressed: '/do/refund' },
    { url: cryptoPay.url, shown: '/', pressed: '/pay/IV1' },
    { url: panel.url, shown: '/stand-in/', pressed: '/stand-in/' },
  ];
  for (const { url, shown, pressed } of doors) {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const headers of Object.values(foreign))
      expect(await knock(url, { method: 'POST', path: pressed }, { ...form, ...headers })).toBe(403);
    expect(await knock(url, { method: 'POST', path: pressed }, { ...form, origin: url })).not.toBe(403);
    expect(await knock(url, { method: 'POST', path: pressed }, form)).not.toBe(403);
    expect(await knock(url, { method: 'GET', path: shown }, { 'sec-fetch-site': 'cross-site' })).toBe(200);
    expect(await knock(url, { method: 'GET', path: shown }, { host: 'evil.example' })).toBe(403);
  }
});
