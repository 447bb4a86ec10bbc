/** The direction of the code: who may import whom under src/. ARCHITECTURE.md tells it, this table enforces it. */

interface Reach {
  /** Layers this one may import. */
  readonly values: readonly string[];
  /** Layers of which it may only `import type`. */
  readonly types?: readonly string[];
}

export interface Edge {
  /** Paths below src/, for example `features/users/service.ts`. */
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const doors: Reach = { values: ['features', 'clients', 'texts', 'platform'], types: ['config'] };

const reach: Readonly<Record<string, Reach>> = {
  main: {
    values: ['app', 'server', 'bot', 'jobs', 'cli', 'config', 'features', 'clients', 'texts', 'platform'],
  },
  app: {
    values: ['server', 'bot', 'jobs', 'cli', 'config', 'features', 'clients', 'texts', 'legacy', 'platform'],
  },
  server: doors,
  bot: doors,
  jobs: doors,
  // The operator's command is a second entry: it builds the app and uses its services.
  cli: { values: ['app', 'config', 'features', 'clients', 'texts', 'legacy', 'platform'] },
  config: { values: ['settings', 'platform'] },
  settings: { values: ['platform'] },
  features: { values: ['clients', 'texts', 'legacy', 'platform'] },
  clients: { values: ['platform'] },
  texts: { values: ['platform'] },
  legacy: { values: ['platform'] },
  platform: { values: [] },
  sandbox: { values: ['main', 'config', 'platform'], types: ['clients'] },
};

/** Says why this import is against the direction, or nothing when it is allowed. */
export function objection(edge: Edge): string | undefined {
  const from = layerOf(edge.from);
  const to = layerOf(edge.to);
  const allowed = reach[from];
  if (!allowed) return `src/${edge.from} belongs to no layer`;
  if (!reach[to]) return `src/${edge.to} belongs to no layer`;
  if (from === to) return from === 'features' ? betweenFeatures(edge) : undefined;
  if (allowed.values.includes(to)) return undefined;
  if (!allowed.types?.includes(to)) return `${from} must not import ${to}`;
  return edge.typeOnly ? undefined : `${from} may only import types from ${to}`;
}

/** `bot.ts`, `bot.menu.ts` and `bot/menu.ts` are all the layer `bot`. */
function layerOf(path: string): string {
  const [first = ''] = path.split('/');
  return first.replace(/\..*$/, '');
}

function betweenFeatures({ from, to, typeOnly }: Edge): string | undefined {
  if (from.split('/')[1] === to.split('/')[1]) return undefined;
  const room = to.split('/').at(-1) ?? '';
  if (/^(?:[\w-]+\.)?tables\.ts$/.test(room)) return undefined;
  if (!/^(?:[\w-]+\.)?(?:service|context)\.ts$/.test(room))
    return 'of another feature only tables.ts and the types of its service and context';
  return typeOnly ? undefined : 'another feature’s service is handed in by app.ts: use `import type`';
}
