import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const script = resolve(import.meta.dirname, '../../scripts/advisories.ts');
let folder: string;
let registry: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'advisories-'));
  const root = { name: 'shop', version: '1.0.0', dependencies: { paints: '1.0.0' } };
  const tools = { devDependencies: { brushes: '2.0.0' } };
  write('package.json', { ...root, ...tools });
  write('package-lock.json', {
    name: 'shop',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { ...root, ...tools },
      'node_modules/paints': { version: '1.0.0' },
      'node_modules/brushes': { version: '2.0.0', dev: true },
    },
  });
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((done) => (registry === undefined ? done(undefined) : registry.close(done)));
  registry = undefined;
});

function write(name: string, content: unknown): void {
  writeFileSync(join(folder, name), JSON.stringify(content));
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  registry = server;
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A registry that knows one advisory. */
async function knowing(name: string, severity: string): Promise<string> {
  const advisory = {
    id: 7,
    url: 'https://advisories.example/7',
    title: 'Paint runs down the wall',
    severity,
    vulnerable_versions: '<=9.0.0',
    cwe: [],
    cvss: { score: 0, vectorString: null },
  };
  return await serve((request, response) => {
    const isAsked = request.url === '/-/npm/v1/security/advisories/bulk';
    response.writeHead(isAsked ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isAsked ? { [name]: [advisory] } : {}));
  });
}

async function look(url: string): Promise<{ code: number; said: string }> {
  const env = { ...process.env, npm_config_registry: url, npm_config_fetch_retries: '0' };
  return await new Promise((done) => {
    execFile(process.execPath, [script], { cwd: folder, env }, (error, stdout) =>
      done({ code: error === null ? 0 : Number(error.code), said: stdout }),
    );
  });
}

it('a grave advisory for what production installs is named with its address and fails', async () => {
  const { code, said } = await look(await knowing('paints', 'high'));
  expect(code).toBe(1);
  expect(said).toContain('high: paints: Paint runs down the wall (https://advisories.example/7)');
});

it('a grave advisory for a tool is told and does not fail', async () => {
  const { code, said } = await look(await knowing('brushes', 'critical'));
  expect(code).toBe(0);
  expect(said).toContain('what production installs: none known');
  expect(said).toContain('critical: brushes');
});

it('a registry that cannot be asked is a line of its own, not silence and not a pass', async () => {
  const { code, said } = await look(
    await serve((_request, response) => {
      response.writeHead(405).end();
    }),
  );
  expect(code).toBe(0);
  expect(said).toContain('what production installs: could not be asked (405');
  expect(said).not.toContain('none known');
});
