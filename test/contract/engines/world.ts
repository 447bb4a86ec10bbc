import { randomUUID, X509Certificate, createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../panel/real/processes.ts';
import { type Attempt, fetchThrough } from './clients.ts';
import { installEngines } from './engines.ts';
import { backstageAddress, type Network, openNetwork, serverAddress } from './network.ts';
import { makeQuantumKeys, type Pins, serversFor, startServers } from './servers.ts';

/** The servers, and what a client gets of the page behind them. */
export interface World {
  network: Network;
  servers: ReturnType<typeof serversFor>;
  /** What the page says to whoever gets through; new in each run. */
  token: string;
  /** The page as the client sees it through the engine; undefined when it does not get there. */
  fetch(attempt: Attempt): Promise<string | undefined>;
  /** In which pieces the first bytes came of connections to the first server since this was last asked. */
  greetings(): Promise<{ bytes: number; atMs: number }[][]>;
  close(): Promise<void>;
}

/** Installs the engines if need be and starts all servers; needs root, Go, iproute2, curl and openssl. */
export async function openWorld(): Promise<World> {
  await installEngines();
  const folder = await mkdtemp(join(tmpdir(), 'engines-'));
  const files = { key: join(folder, 'server.key'), certificate: join(folder, 'server.crt') };
  const request =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=vpn.example.com';
  // As long as those of large sites: Reality hides its second signature in the room that the target's chain takes.
  const many = Array.from({ length: 200 }, (_, index) => `site-${index}.example.com`);
  const names = `subjectAltName=${['vpn.example.com', 'www.example.com', ...many].map((name) => `DNS:${name}`).join(',')}`;
  const target = ['-addext', names, '-keyout', files.key, '-out', files.certificate];
  await run('openssl', [...request.split(' '), ...target]);
  const token = randomUUID();
  const network = await openNetwork(folder);
  const backstage = join(import.meta.dirname, 'backstage.ts');
  const { key, certificate } = files;
  network.launch('server', 'backstage', [
    process.execPath,
    backstage,
    backstageAddress,
    serverAddress,
    key,
    certificate,
    token,
  ]);
  const quantum = await makeQuantumKeys();
  await startServers(network, files, quantum);
  const servers = serversFor(pinsOf(await readFile(certificate)), quantum);
  return {
    network,
    servers,
    token,
    fetch: (attempt) => fetchThrough(network, attempt),
    greetings: async () =>
      JSON.parse(await network.ask('server', ['curl', '--silent', `http://${backstageAddress}:81/`])) as {
        bytes: number;
        atMs: number;
      }[][],
    close: async () => {
      await network.close();
      if (process.env.ENGINES_KEEP_LOGS === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

function pinsOf(pem: Buffer): Pins {
  const certificate = new X509Certificate(pem);
  const publicKey = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return {
    sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    publicKeySha256: createHash('sha256').update(publicKey).digest('base64'),
  };
}
