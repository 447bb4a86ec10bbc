import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { openDoors } from '../sandbox/kit/open-doors.ts';
import { launchBrowser } from './support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser(['--host-resolver-rules=MAP evil.example 127.0.0.1']);
});
afterAll(() => browser.close());

/** An empty page of somebody else's on another port of this machine. */
async function openForeignPage(): Promise<Page> {
  const server = createServer((_request, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>evil</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return await openPage(`http://127.0.0.1:${port}/`);
}

async function openPage(url: string): Promise<Page> {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  await page.goto(url);
  return page;
}

/** The sandbox with one person in it, and whether all is as it was. */
async function openSandbox() {
  const doors = await openDoors();
  const { person } = doors.world.person({ firstName: 'Ann' });
  const isUntouched = () =>
    doors.world.state().chats.some((chat) => chat.person.id === person.id) &&
    doors.panel.control.users().length === 1;
  return { ...doors, isUntouched };
}

it('another page in the browser neither resets the chats nor wipes the panel, by script or by form', async () => {
  const { url, isUntouched } = await openSandbox();
  const page = await openForeignPage();
  for (const path of ['/control/reset', '/control/panel/wipe', '/control/bot/kill'])
    await page.evaluate(`fetch('${url}${path}', { method: 'POST', mode: 'no-cors' })`);
  const form = `const form = document.createElement('form');
    form.method = 'post'; form.action = '${url}/control/reset'; form.enctype = 'text/plain';
    document.body.append(form); form.submit();`;
  await Promise.all([page.waitForURL(`${url}/control/reset`), page.evaluate(form)]);
  expect(await page.locator('body').innerText()).toContain('obey their own page only');
  expect(isUntouched()).toBe(true);
});

it('another page hears nothing of what happens', async () => {
  const { url } = await openSandbox();
  const page = await openForeignPage();
  const listen = `new Promise((resolve) => {
    const source = new EventSource('${url}/control/events');
    source.onopen = () => resolve('open');
    source.onerror = () => resolve(source.readyState === EventSource.CLOSED ? 'closed' : 'again');
  })`;
  expect(await page.evaluate(listen)).toBe('closed');
});

it('a name that leads to this machine opens no door', async () => {
  const { url, isUntouched } = await openSandbox();
  const page = await openPage(url.replace('127.0.0.1', 'evil.example'));
  const ask = `fetch('/control/reset', { method: 'POST' }).then((answer) => answer.status)`;
  expect(await page.evaluate(ask)).toBe(403);
  expect(isUntouched()).toBe(true);
});

it('the chat page itself presses what it likes, under either name of this machine', async () => {
  const { url, world } = await openSandbox();
  for (const own of [url, url.replace('127.0.0.1', 'localhost')]) {
    const page = await openPage(`${own}/`);
    const ask = `fetch('/control/reset', { method: 'POST' }).then((answer) => answer.status)`;
    expect(await page.evaluate(ask)).toBe(200);
    expect(world.state().chats).toEqual([]);
  }
});
