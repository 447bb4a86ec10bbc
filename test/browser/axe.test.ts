import Fastify from 'fastify';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { pageRoutes } from '@hiddify-vpn-bot/sandbox/page/routes.ts';
import { findBarriers, findBarriersInEveryLook, looks } from './support/axe.ts';
import { ANNA, HOSTILE, NOVICE, OLGA } from './support/people.ts';
import { fillScene } from './support/scene.ts';
import { setStage } from './support/stage.ts';

const stage = setStage();

async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(page.url().replace(/#.*|$/, path));
  await page.reload();
  await page.locator('.pane.active').waitFor();
}

async function openDrawer(page: Page): Promise<void> {
  if (await page.locator('.drawer').isVisible()) return;
  const name = /^(Показать, что за кулисами|Show what is behind the scenes)$/;
  await page.getByRole('button', { name }).filter({ visible: true }).first().click();
}

describe.each(['ru-RU', 'en-GB'])('in %s axe finds nothing', (locale) => {
  test.each(looks)(
    'in the chat page, $colorScheme, at $width pixels',
    async (look) => {
      const { page } = await stage.play('/', { ...look, locale, tour: true }, ({ world }) => {
        fillScene(world);
        world.chat(NOVICE).blocked = true;
      });
      expect.soft(await findBarriers(page)).toEqual([]);
      for (const path of [`#/${ANNA}+${OLGA}`, `#/${HOSTILE}`, `#/${NOVICE}`]) {
        await goTo(page, path);
        expect.soft(await findBarriers(page)).toEqual([]);
      }
      await goTo(page, `#/${ANNA}`);
      await page.getByRole('textbox').last().fill('/');
      expect.soft(await findBarriers(page)).toEqual([]);
      await page.getByRole('textbox').last().fill('');
      await page.getByRole('button', { name: /^(Прикрепить|Attach)/ }).click();
      await page.getByRole('menu').waitFor();
      expect.soft(await findBarriers(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: /INV_/ }).click();
      await page.getByRole('dialog').waitFor();
      expect.soft(await findBarriers(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await openDrawer(page);
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        expect.soft(await findBarriers(page)).toEqual([]);
      }
    },
    60_000,
  );
});

test('axe finds nothing in the page that stands there until everything is up', async () => {
  const app = Fastify();
  await app.register(pageRoutes(() => false));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => app.close());
  const { page } = await stage.play();
  // It asks again each second, sooner than axe is done.
  await page.route(`${url}/`, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('http-equiv="refresh"', '');
    await route.fulfill({ response, body });
  });
  await page.goto(`${url}/`);
  expect(await findBarriersInEveryLook(page)).toEqual([]);
});
