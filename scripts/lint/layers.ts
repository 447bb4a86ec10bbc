/** The direction of the code: who may import whom. ARCHITECTURE.md tells it, this table enforces it. */

interface Reach {
  /** Layers this one may import. */
  readonly values: readonly string[];
  /** Layers of which it may only `import type`. */
  readonly types?: readonly string[];
  /** Layers of which it may only import what they say of their settings. */
  readonly settings?: readonly string[];
  /** Layers of which it may only import the doors of their houses. */
  readonly doors?: readonly string[];
}

export interface Edge {
  /** Paths below the project, for example `src/features/users/service.ts`. */
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const below = ['features', 'telegram', 'texts', 'platform'];

const reach: Readonly<Record<string, Reach>> = {
  main: { values: ['app', 'config', ...below, 'packages'] },
  // The operator's command is a second entry: it builds the app and uses its services.
  cli: { values: ['app', 'config', ...below] },
  app: { values: ['http', 'bot', 'config', 'telegram', 'texts', 'platform'], doors: ['features'] },
  http: { values: ['platform'] },
  bot: { values: below },
  config: { values: ['platform'], settings: ['http', ...below] },
  features: { values: ['telegram', 'texts', 'platform'] },
  texts: { values: ['telegram', 'platform'] },
  telegram: { values: ['platform'] },
  platform: { values: [] },
  // It starts the product as a process and moves the clock in there; the rest it knows only over the network.
  sandbox: { values: ['main', 'platform', 'packages'] },
  packages: { values: [] },
};

/** The floors of a house, from the top down: each may use those below it. */
const floors: Readonly<Record<string, readonly string[]>> = {
  money: [
    'desk',
    'reconciliation',
    'payments',
    'settlement',
    'renewals',
    'orders',
    'promo-codes',
    'ledger',
    'providers',
  ],
};

/** Says why this import is against the direction, or nothing when it is allowed. */
export function objection(edge: Edge): string | undefined {
  const from = layerOf(edge.from);
  const to = layerOf(edge.to);
  const allowed = reach[from];
  if (!allowed) return `${edge.from} belongs to no layer`;
  if (!reach[to]) return `${edge.to} belongs to no layer`;
  if (from === to) return from === 'features' ? betweenHouses(edge) : undefined;
  if (allowed.values.includes(to)) return undefined;
  if (allowed.settings?.includes(to))
    return isOfSettings(edge.to) ? undefined : `${from} may only import the settings of ${to}`;
  if (allowed.doors?.includes(to))
    return isDoor(edge.to) ? undefined : `${from} knows a house by its house.ts alone`;
  if (!allowed.types?.includes(to)) return `${from} must not import ${to}`;
  return edge.typeOnly ? undefined : `${from} may only import types from ${to}`;
}

/** `src/main.ts` and `src/bot/bot.ts` are the layers `main` and `bot`; outside `src` a layer is a folder of the project. */
function layerOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'src' ? second.replace(/\..*$/, '') : first;
}

function isOfSettings(path: string): boolean {
  return /\/settings(?:\.rules)?\.ts$/.test(path);
}

function isDoor(path: string): boolean {
  return /^src\/features\/[^/]+\/house\.ts$/.test(path);
}

function betweenHouses(edge: Edge): string | undefined {
  const [house, floor] = placeOf(edge.from);
  const [otherHouse, otherFloor] = placeOf(edge.to);
  if (house !== otherHouse) return handedIn(edge, 'house');
  const order = floors[house];
  // What stands beside the floors is the house's own: it uses them all, and its settings are used by all.
  if (order === undefined || floor === otherFloor || floor === ownRooms || isOfSettings(edge.to))
    return undefined;
  if (!order.includes(floor)) return `${edge.from} stands on no floor of ${house}`;
  return order.indexOf(floor) < order.indexOf(otherFloor) ? undefined : handedIn(edge, 'floor');
}

const ownRooms = '';

/** The house and the floor of `src/features/money/orders/service.ts`. */
function placeOf(path: string): [house: string, floor: string] {
  const [, , house = '', floor = '', ...rooms] = path.split('/');
  return [house, rooms.length === 0 ? ownRooms : floor];
}

/** What is not below is known by its tables, and by the types of what `app/` or the house hands in. */
function handedIn({ to, typeOnly }: Edge, what: 'house' | 'floor'): string | undefined {
  const room = to.split('/').at(-1) ?? '';
  if (/^(?:[\w-]+\.)?(?:tables|taps|context)\.ts$/.test(room)) return undefined;
  if (!/^(?:[\w-]+\.)?service\.ts$/.test(room))
    return `of another ${what} only tables.ts, taps.ts, context.ts and the types of its service`;
  return typeOnly ? undefined : `another ${what}’s service is handed in: use \`import type\``;
}

const rooms =
  /^(?:[a-z0-9-]+\.)?(?:tables|queries|service|rules|dialogue|handlers|taps|screens|routes|jobs|notices|settings|refusals|context|house)\.ts$/;
/** Floors that are another company’s: their files are called as its things are. */
const counterparts = /^src\/features\/(?:money\/providers|panels\/hiddify)\//;

/** Says why a file of a feature has no room, or nothing when it has one: under no room’s name a file is under no room’s rule. */
export function homeless(path: string): string | undefined {
  if (!path.startsWith('src/features/') || counterparts.test(path)) return undefined;
  return rooms.test(path.split('/').at(-1) ?? '') ? undefined : `${path} has no room's name`;
}
