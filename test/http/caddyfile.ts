import { readFile } from 'node:fs/promises';

/** One door of the outer server: what it lets through. */
export interface OuterDoor {
  name: string;
  methods: readonly string[];
  /** As Caddy has them; `^…$` is a pattern. */
  paths: readonly string[];
  /** What of them goes by another door. */
  except: string | undefined;
  bodyLimitBytes: number;
}

const units: Readonly<Record<string, number>> = { KiB: 1024, MiB: 1024 ** 2 };

/** The doors of the Caddyfile, how it writes a path into its log, and how it looks whether we are there. */
export async function readCaddyfile(): Promise<{
  doors: OuterDoor[];
  logged(path: string): string;
  /** After so long every probe has been answered or given up. */
  noticesWithinMs: number;
}> {
  const text = await readFile(new URL('../../Caddyfile', import.meta.url), 'utf8');
  const matchers = [
    ...text.matchAll(
      /\n\t@(\w+) \{\n\t\tmethod (.+)\n\t\tpath(?:_regexp)? (.+)\n(?:\t\tnot path (\S+)\n)?\t\}/g,
    ),
  ];
  const doors = matchers.map(([, name = '', methods = '', paths = '', except]) => {
    const [, amount = '', unit = ''] =
      new RegExp(`handle @${name} \\{[^]*?max_size (\\d+)(KiB|MiB)`).exec(text) ?? [];
    const bodyLimitBytes = Number(amount) * (units[unit] ?? Number.NaN);
    return { name, methods: methods.split(' '), paths: paths.split(' '), except, bodyLimitBytes };
  });
  const [, pattern = '', kept = ''] = /request>uri regexp "(.+)" "(.+)"/.exec(text) ?? [];
  const [, interval, patience] = /health_interval (\d+)s\s+health_timeout (\d+)s/.exec(text) ?? [];
  const noticesWithinMs = (Number(interval) + Number(patience)) * 1_000;
  return { doors, logged: (path) => path.replace(new RegExp(pattern), kept), noticesWithinMs };
}

/** Whether a door lets this through, as Caddy reads a path: a star at the end is anything. */
export function lets({ methods, paths, except }: OuterDoor, method: string, path: string): boolean {
  const fits = (known: string) =>
    known.startsWith('^')
      ? new RegExp(known).test(path)
      : known.endsWith('*')
        ? path.startsWith(known.slice(0, -1))
        : path === known;
  return methods.includes(method) && path !== except && paths.some(fits);
}
