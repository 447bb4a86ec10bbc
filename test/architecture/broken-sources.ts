export interface Broken {
  /** What the rule says, as the end of a test's name. */
  readonly rule: string;
  readonly path: string;
  readonly source: string;
  /** The rule's code as oxlint reports it (none for its own housekeeping), and a part of its message. */
  readonly code: string;
  readonly message?: string;
}

const direction = 'project(layers)';
const rooms = 'eslint(no-restricted-imports)';
const use = (name: string, from: string): string =>
  `import { ${name} } from '${from}';\nexport const used = ${name};\n`;
const useType = (name: string, from: string): string =>
  `import type { ${name} } from '${from}';\nexport type Used = ${name};\n`;

/** One small file against each rule. The files they import are in `goodSources`. */
export const brokenSources: readonly Broken[] = [
  {
    rule: 'platform imports no feature, not even a type',
    path: 'src/platform/upward.ts',
    source: useType('InviteService', '../features/invites/service.ts'),
    code: direction,
    message: 'platform must not import features',
  },
  {
    rule: 'platform knows no counterpart',
    path: 'src/platform/queue/upward.ts',
    source: use('screen', '../../telegram/screens/screen.ts'),
    code: direction,
    message: 'platform must not import telegram',
  },
  {
    rule: 'what is of Telegram imports no feature',
    path: 'src/telegram/upward.ts',
    source: use('invites', '../features/invites/tables.ts'),
    code: direction,
    message: 'telegram must not import features',
  },
  {
    rule: 'texts import no feature',
    path: 'src/texts/en/upward.ts',
    source: useType('InviteService', '../../features/invites/service.ts'),
    code: direction,
    message: 'texts must not import features',
  },
  {
    rule: 'the configuration imports of a house only its settings',
    path: 'src/config/sideward.ts',
    source: useType('InviteService', '../features/invites/service.ts'),
    code: direction,
    message: 'config may only import the settings of features',
  },
  {
    rule: 'HTTP is handed its settings and does not import the configuration',
    path: 'src/http/upward.ts',
    source: useType('Config', '../config/config.ts'),
    code: direction,
    message: 'http must not import config',
  },
  {
    rule: 'features do not import the composition root',
    path: 'src/features/users/upward.ts',
    source: use('app', '../../app/app.ts'),
    code: direction,
    message: 'features must not import app',
  },
  {
    rule: 'features do not import the bot',
    path: 'src/features/users/sideward.ts',
    source: use('bot', '../../bot/bot.ts'),
    code: direction,
    message: 'features must not import bot',
  },
  {
    rule: 'features do not import the configuration',
    path: 'src/features/users/configured.ts',
    source: useType('Config', '../../config/config.ts'),
    code: direction,
    message: 'features must not import config',
  },
  {
    rule: 'the bot does not import the composition root',
    path: 'src/bot/upward.ts',
    source: use('app', '../app/app.ts'),
    code: direction,
    message: 'bot may only import types from app',
  },
  {
    rule: 'nothing in production imports the sandbox, not even late',
    path: 'src/app/sandbox.ts',
    source: `export const open = () => import('../../sandbox/panel.ts');\n`,
    code: direction,
    message: 'app must not import sandbox',
  },
  {
    rule: 'a type query is an import too',
    path: 'src/platform/query.ts',
    source: `export type Late = import('../../sandbox/panel.ts').Panel;\n`,
    code: direction,
    message: 'platform must not import sandbox',
  },
  {
    rule: 'the sandbox takes only types from features',
    path: 'sandbox/borrowed.ts',
    source: use('stripe', '../src/features/money/providers/stripe/client.ts'),
    code: direction,
    message: 'sandbox may only import types from features',
  },
  {
    rule: 'a new place under src needs a layer',
    path: 'src/stuff/thing.ts',
    source: use('now', '../platform/clock.ts'),
    code: direction,
    message: 'belongs to no layer',
  },
  {
    rule: 'a package imports nothing of the product',
    path: 'packages/embedded-postgres/upward.ts',
    source: use('now', '../../src/platform/clock.ts'),
    code: direction,
    message: 'packages must not import platform',
  },
  {
    rule: 'src imports nothing from test',
    path: 'src/platform/tested.ts',
    source: use('support', '../../test/support.ts'),
    code: direction,
    message: 'test/support.ts belongs to no layer',
  },
  {
    rule: 'a feature does not build another feature’s service',
    path: 'src/features/users/builds.ts',
    source: use('createInviteService', '../invites/service.ts'),
    code: direction,
    message: 'another house’s service is handed in',
  },
  {
    rule: 'a feature does not use another feature’s queries',
    path: 'src/features/users/asks.ts',
    source: use('findInvite', '../invites/queries.ts'),
    code: direction,
    message: 'of another house only tables.ts',
  },
  {
    rule: 'a floor uses nothing above it in its house',
    path: 'src/features/money/ledger/upward.ts',
    source: use('findOrder', '../orders/queries.ts'),
    code: direction,
    message: 'of another floor only tables.ts',
  },
  {
    rule: 'a house with floors has nothing beside them',
    path: 'src/features/money/attic/stray.ts',
    source: use('findOrder', '../orders/queries.ts'),
    code: direction,
    message: 'stands on no floor of money',
  },
  {
    rule: 'a service knows no Telegraf',
    path: 'src/features/users/service.ts',
    source: useType('Context', 'telegraf'),
    code: rooms,
    message: 'telegraf',
  },
  {
    rule: 'queries know no Fastify',
    path: 'src/features/users/queries.ts',
    source: useType('FastifyInstance', 'fastify'),
    code: rooms,
    message: 'fastify',
  },
  {
    rule: 'tables know no Fastify plugin',
    path: 'src/features/users/device.tables.ts',
    source: use('fastifyRateLimit', '@fastify/rate-limit'),
    code: rooms,
    message: 'rate-limit',
  },
  {
    rule: 'a scene knows no SQL',
    path: 'src/features/users/scene.ts',
    source: use('eq', 'drizzle-orm'),
    code: rooms,
    message: 'drizzle-orm',
  },
  {
    rule: 'handlers know no Drizzle module',
    path: 'src/features/users/handlers.ts',
    source: use('pgTable', 'drizzle-orm/pg-core'),
    code: rooms,
    message: 'drizzle-orm',
  },
  {
    rule: 'screens use no queries, not even their own',
    path: 'src/features/invites/screens.ts',
    source: use('findInvite', './queries.ts'),
    code: rooms,
    message: 'queries',
  },
  {
    rule: 'routes use no tables',
    path: 'src/features/invites/page.routes.ts',
    source: use('invites', './tables.ts'),
    code: rooms,
    message: 'tables',
  },
  {
    rule: 'a cycle is refused',
    path: 'src/platform/hen.ts',
    source: `import { egg } from './egg.ts';\nexport const hen = (): unknown => egg;\n`,
    code: 'import(no-cycle)',
  },
  {
    rule: 'a cycle of types alone is refused',
    path: 'src/platform/chicken-type.ts',
    source: `import type { EggType } from './egg-type.ts';\nexport interface ChickenType { egg: EggType }\n`,
    code: 'import(no-cycle)',
  },
  {
    rule: 'only config.ts reads the environment',
    path: 'src/platform/environment.ts',
    source: `export const home = process.env['HOME'];\n`,
    code: 'node(no-process-env)',
  },
  {
    rule: 'the environment has no back door',
    path: 'src/platform/back-door.ts',
    source: use('env', 'node:process'),
    code: rooms,
    message: 'node:process',
  },
  {
    rule: 'a default export is refused',
    path: 'src/platform/default.ts',
    source: `const one = 1;\nexport default one;\n`,
    code: 'import(no-default-export)',
  },
  {
    rule: 'a barrel is refused',
    path: 'src/platform/barrel.ts',
    source: `export * from './clock.ts';\n`,
    code: 'project(barrels)',
  },
  {
    rule: 'a re-export by name is refused',
    path: 'src/platform/re-export.ts',
    source: `export { now } from './clock.ts';\n`,
    code: 'project(barrels)',
  },
  {
    rule: '`any` is refused',
    path: 'src/platform/loose.ts',
    source: `export const read = (value: any): string => String(value);\n`,
    code: 'typescript(no-explicit-any)',
  },
  {
    rule: 'a compiler error is not silenced',
    path: 'src/platform/silenced.ts',
    source: `// @ts-ignore\nexport const one: number = 'one';\n`,
    code: 'typescript(ban-ts-comment)',
  },
  {
    rule: 'a promise is not left floating',
    path: 'src/platform/floating.ts',
    source: `const later = async (): Promise<void> => {};\nexport const go = (): void => { later(); };\n`,
    code: 'typescript(no-floating-promises)',
  },
  {
    rule: 'a switch over a union names every case',
    path: 'src/platform/half.ts',
    source: `export function half(kind: 'a' | 'b'): number {\n  switch (kind) {\n    case 'a': return 1;\n  }\n  return 2;\n}\n`,
    code: 'typescript(switch-exhaustiveness-check)',
  },
  {
    rule: 'a file ends at 300 lines',
    path: 'src/platform/long.ts',
    source: 'export {};\n'.repeat(301),
    code: 'eslint(max-lines)',
  },
  {
    rule: 'the console is not a log',
    path: 'src/platform/chatty.ts',
    source: `export const shout = (): void => console.log('secret');\n`,
    code: 'eslint(no-console)',
  },
  {
    rule: 'a file name is kebab-case',
    path: 'src/platform/camelCase.ts',
    source: `export const one = 1;\n`,
    code: 'unicorn(filename-case)',
  },
  {
    rule: 'an unused exception is removed',
    path: 'src/platform/excused.ts',
    source: `// oxlint-disable-next-line no-console\nexport const one = 1;\n`,
    code: '',
    message: 'disable directive',
  },
];
