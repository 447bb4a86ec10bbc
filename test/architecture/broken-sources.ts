import { type Broken, use, useType } from './broken.ts';

const rooms = 'eslint(no-restricted-imports)';

/** One small file against each other rule. The files they import are in `goodSources`. */
export const brokenSources: readonly Broken[] = [
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
