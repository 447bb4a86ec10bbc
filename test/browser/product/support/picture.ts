import type { Page } from 'playwright-core';

/** Takes a picture of the page: into the README's folder when UPDATE_SCREENSHOTS=1, else to look at afterwards. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env['UPDATE_SCREENSHOTS'] === '1' ? 'docs/images' : 'test-results/images';
  const file = new URL(`../../../../${folder}/${name}.png`, import.meta.url);
  await page.screenshot({ path: file.pathname, animations: 'disabled' });
}
