import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** In which pages are looked at: by day on a desk and at night on a phone. */
export const looks = [
  { colorScheme: 'light', width: 1280, height: 900 },
  { colorScheme: 'dark', width: 360, height: 740 },
] as const;

/** Everything that axe finds wrong on the page as it is now: the rule, where, and why. */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate('Promise.all(document.getAnimations().map((animation) => animation.finished))');
  await page.evaluate(axe);
  return await page.evaluate(`axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => id + ': ' + target.join(' ') + ': ' + failureSummary)))`);
}

/** What axe finds on a page that needs nothing but its address, in every look. */
export async function findBarriersInEveryLook(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const { colorScheme, width, height } of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    const barriers = await findBarriers(page);
    found.push(...barriers.map((barrier) => `${page.url()} ${colorScheme} ${width}: ${barrier}`));
  }
  return found;
}
