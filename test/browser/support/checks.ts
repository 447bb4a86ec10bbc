import type { Page } from 'playwright-core';

export interface DimText {
  text: string;
  ratio: number;
  colors: string;
}

const CONTRAST = `(() => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) => [0, 1, 2].map((at) => top[at] * top[3] + under[at] * (1 - top[3])).concat(1);
  const backgroundOf = (element) => {
    const layers = [];
    for (let node = element; node; node = node.parentElement) {
      const color = rgba(getComputedStyle(node).backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] > 0.99) break;
    }
    return layers.reduceRight((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((value) => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const dim = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim();
    const element = node.parentElement;
    if (!text || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest('.hidden, .spoiler[role], :disabled, [aria-disabled="true"], [aria-busy="true"] .key-text, noscript')) continue;
    const style = getComputedStyle(element);
    const background = backgroundOf(element);
    const color = over(rgba(style.color), background);
    const [light, dark] = [luminance(color), luminance(background)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) dim.push({ text: text.slice(0, 40), ratio: Math.round(ratio * 100) / 100, colors: style.color + ' on ' + background.map(Math.round).join() });
  }
  return dim;
})()`;

/** Visible texts whose contrast with what lies under them is below WCAG AA. */
export async function findDimText(page: Page): Promise<DimText[]> {
  return page.evaluate(CONTRAST);
}

/** How many pixels the page is wider than its window, and which elements stick out. */
export async function findOverflow(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const root = document.documentElement;
    const found = root.scrollWidth > root.clientWidth ? ['page ' + root.scrollWidth] : [];
    for (const element of document.querySelectorAll('.app *')) {
      if (!element.checkVisibility() || element.closest('.hidden, .skip, pre, .toasts, .clip > *, .owner > *')) continue;
      const box = element.getBoundingClientRect();
      if (box.width > 0 && (box.right > innerWidth + 1 || box.left < -1)) found.push(element.className + ' ' + Math.round(box.left) + '..' + Math.round(box.right));
    }
    return found;
  })()`);
}

const CONTROLS = new Set([
  'button',
  'link',
  'textbox',
  'checkbox',
  'switch',
  'combobox',
  'menuitem',
  'tab',
  'option',
  'listbox',
  'menu',
  'dialog',
  'log',
  'tablist',
  'tabpanel',
  'navigation',
  'region',
  'complementary',
  'PopUpButton',
  'DisclosureTriangle',
  'group',
]);

interface AxNode {
  ignored: boolean;
  role?: { value?: unknown };
  name?: { value?: unknown };
  backendDOMNodeId?: number;
}

/** Controls and landmarks that assistive technology would read without a name. */
export async function findNameless(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: AxNode[] };
  const nameless = nodes.filter(
    ({ ignored, role, name }) => !ignored && CONTROLS.has(String(role?.value)) && !name?.value,
  );
  const described = await Promise.all(
    nameless.map(async ({ backendDOMNodeId, role }) => {
      const { outerHTML } = await session.send('DOM.getOuterHTML', { backendNodeId: backendDOMNodeId ?? 0 });
      return `${String(role?.value)}: ${outerHTML.slice(0, 160)}`;
    }),
  );
  await session.detach();
  // A <details> is a group too; its summary carries the name.
  return described.filter((line) => !line.startsWith('group: <details'));
}
