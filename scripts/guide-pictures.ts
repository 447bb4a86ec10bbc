// Draws the pictures of the guides anew, with the Chromium of this machine: node scripts/guide-pictures.ts
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { picturesFolder } from '../src/features/keys/guides/pictures.service.ts';
import { drawings } from './guide-pictures/drawings.ts';
import { renderAll } from './guide-pictures/render.ts';

const pictures = await renderAll(drawings());
await rm(picturesFolder, { recursive: true, force: true });
for (const [name, png] of pictures) {
  const file = new URL(`${name}.png`, picturesFolder);
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, png);
}
const bytes = [...pictures.values()].reduce((sum, png) => sum + png.length, 0);
console.log(`${pictures.size} pictures, ${Math.round(bytes / 1024)} KB`);
