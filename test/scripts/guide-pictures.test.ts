import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawings } from '../../scripts/guide-pictures/drawings.ts';
import { canvas } from '../../scripts/guide-pictures/kit.ts';
import { fingerprint, fingerprintIn } from '../../scripts/guide-pictures/render.ts';
import { scenes } from '../../scripts/guide-pictures/scenes.ts';
import { createPictures, picturesFolder } from '../../src/features/keys/guides/pictures.service.ts';

const drawn = [...drawings()];
const read = (name: string): Buffer => readFileSync(new URL(`${name}.png`, picturesFolder));

describe('the pictures of the guides', () => {
  it.each(drawn)(
    '%s is drawn from what its scene says today (node scripts/guide-pictures.ts)',
    (name, svg) => {
      expect(fingerprintIn(read(name))).toBe(fingerprint(svg));
    },
  );

  it('are all there, none is left over, and every scene is used', () => {
    const files = globSync('**/*.png', { cwd: picturesFolder.pathname }).map((file) =>
      file.replace('.png', ''),
    );
    expect(files.toSorted()).toEqual(drawn.map(([name]) => name).toSorted());
    const used = new Set(drawn.map(([name]) => name.split('/')[1]));
    expect(Object.keys(scenes).filter((name) => !used.has(name))).toEqual([]);
  });

  it('are small, and of a size that Telegram shows whole', () => {
    const files = drawn.map(([name]) => ({ name, png: read(name) }));
    expect(files.filter(({ png }) => png.length > 60 * 1024)).toEqual([]);
    const sizes = files.map(({ png }) => `${png.readUInt32BE(16)} × ${png.readUInt32BE(20)}`);
    expect([...new Set(sizes)]).toEqual([`${canvas.width} × ${canvas.height}`]);
  });

  it('hold no word of the other language, and no text is squeezed until nobody can read it', () => {
    const foreign = drawn.filter(([name, svg]) => name.startsWith('en/') && /[а-яё]/i.test(svg));
    expect(foreign).toEqual([]);
    const smallest = ([, svg]: [string, string]) =>
      Math.min(...[...svg.matchAll(/font-size='([\d.]+)'/g)].map((match) => Number(match[1])));
    expect(drawn.filter((one) => smallest(one) < 13).map(([name]) => name)).toEqual([]);
  });

  it('are handed out with what tells two of them apart; one that is missing is just not there', async () => {
    const pictures = createPictures();
    const [ru, en] = await Promise.all(
      ['ru', 'en'].map((language) => pictures.find(language, 'check-phone')),
    );
    expect(ru?.illustration).toMatch(/^[\w-]{43}$/);
    expect(ru?.illustration).not.toBe(en?.illustration);
    expect(await pictures.find('ru', 'no-such-step')).toBeUndefined();
  });
});
