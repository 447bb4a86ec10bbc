import { beforeAll, describe, expect, it } from 'vitest';
import { readCompose } from './compose.ts';
import type { Yaml } from './regular-yaml.ts';

const filledIn = {
  PUBLIC_URL: 'https://bot.example.com',
  POSTGRES_PASSWORD: 'canary-postgres',
  REDIS_PASSWORD: 'canary-redis',
  DATABASE_URL: 'CHANGE_ME',
};

type Service = Record<string, Yaml>;
let compose: { services: Record<string, Service>; networks: Record<string, Record<string, Yaml>> };

beforeAll(async () => {
  compose = (await readCompose(filledIn)) as typeof compose;
});

const service = (name: string): Service => compose.services[name] ?? {};
/** The names of the services of which this does not hold. */
const offenders = (holds: (service: Service, name: string) => boolean): string[] =>
  Object.entries(compose.services).flatMap(([name, each]) => (holds(each, name) ? [] : [name]));

describe('every service', () => {
  it('is there', () => {
    expect(Object.keys(compose.services)).toEqual(
      expect.arrayContaining(['bot', 'postgres', 'redis', 'caddy']),
    );
  });

  it('runs as somebody other than root, or says why not', () => {
    expect(offenders(({ user, labels }) => /^[1-9]\d*:/.test(written(user)) || isReasoned(labels))).toEqual(
      [],
    );
  });

  it('cannot write to its own image', () => {
    expect(offenders((each) => each['read_only'] === 'true')).toEqual([]);
  });

  it('has given up every capability and cannot gain one', () => {
    expect(offenders((each) => written(each['cap_drop']) === '["ALL"]')).toEqual([]);
    expect(offenders((each) => written(each['security_opt']) === '["no-new-privileges:true"]')).toEqual([]);
    expect(offenders((each, name) => each['cap_add'] === undefined || name === 'caddy')).toEqual([]);
    expect(service('caddy')['cap_add']).toEqual(['NET_BIND_SERVICE']);
  });

  it('has a limit of processes, memory and processor', () => {
    for (const limit of ['pids_limit', 'mem_limit', 'cpus']) {
      expect(offenders((each) => Number.parseFloat(written(each[limit])) > 0)).toEqual([]);
    }
  });

  it('writes a log that cannot fill the disk', () => {
    const options = { 'max-size': expect.any(String), 'max-file': expect.any(String) };
    expect(Object.values(compose.services).map(({ logging }) => logging)).toEqual(
      Object.keys(compose.services).map(() => ({ driver: 'json-file', options })),
    );
  });

  it('is watched, and comes back when it falls', () => {
    expect(offenders((each) => each['healthcheck'] !== undefined && each['init'] === 'true')).toEqual([]);
    expect(offenders((each) => each['restart'] === 'unless-stopped')).toEqual([]);
  });

  it('has an image with a version', () => {
    expect(
      offenders((each) => each['build'] !== undefined || /:(?!latest)/.test(written(each['image']))),
    ).toEqual([]);
  });

  it('is kept from the host: no socket, no shared namespace, no privilege', () => {
    const forbidden = ['privileged', 'pid', 'ipc', 'network_mode', 'devices', 'userns_mode'];
    expect(offenders((each) => forbidden.every((key) => each[key] === undefined))).toEqual([]);
    expect(offenders((each) => !written(each['volumes']).includes('docker.sock'))).toEqual([]);
  });
});

describe('the network', () => {
  it('only Caddy is reachable from outside, on 80 and 443', () => {
    expect(offenders(({ ports }, name) => ports === undefined || name === 'caddy')).toEqual([]);
    const ports = service('caddy')['ports'] as { published: string }[];
    expect(ports.map(({ published }) => published)).toEqual(['80', '443', '443']);
  });

  it('database and cache have no way in or out', () => {
    expect(compose.networks['internal']?.['internal']).toBe('true');
    for (const name of ['postgres', 'redis'])
      expect(Object.keys(service(name)['networks'] ?? {})).toEqual(['internal']);
  });

  it('the bot trusts the addresses of that network and no others', () => {
    const { TRUSTED_PROXIES: trusted } = service('bot')['environment'] as Record<string, string>;
    expect(compose.networks['edge']?.['ipam']).toEqual({ config: [{ subnet: trusted }] });
  });
});

describe('secrets', () => {
  it.each(['POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'PUBLIC_URL'])(
    'without %s nothing starts',
    async (name) => {
      const lacking = Object.fromEntries(Object.entries(filledIn).filter(([key]) => key !== name));
      await expect(readCompose(lacking)).rejects.toThrow(`set ${name} in .env`);
    },
  );

  it('a password is handed over by environment and stands on no command line', () => {
    for (const each of Object.values(compose.services)) {
      const { environment: _environment, ...visible } = each;
      expect(JSON.stringify(visible)).not.toContain('canary');
    }
  });
});

describe('the bot', () => {
  it('uses the database and the cache beside it, whatever .env says', () => {
    expect(service('bot')['environment']).toMatchObject({
      DATABASE_URL: '',
      DATABASE_OWNER_URL: '',
      POSTGRES_HOST: 'postgres',
      REDIS_URL: 'redis://redis:6379',
    });
  });

  it('has half a minute to finish what it began', () => {
    expect(service('bot')['stop_grace_period']).toBe('30s');
  });

  it('waits for the database but not for the cache', () => {
    expect(service('bot')['depends_on']).toEqual({
      postgres: { condition: 'service_healthy' },
      redis: { condition: 'service_started' },
    });
  });
});

it('Redis keeps nothing and throws out the least used', () => {
  const [, , script] = service('redis')['command'] as string[];
  expect(script?.split('\n')).toEqual(
    expect.arrayContaining(['save ""', 'appendonly no', 'maxmemory-policy allkeys-lru']),
  );
});

function written(value: Yaml | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function isReasoned(labels: Yaml | undefined): boolean {
  return (
    typeof labels === 'object' && 'runs-as-root' in labels && written(labels['runs-as-root']).length > 20
  );
}
