import type { PanelAnswer } from './answers.ts';
import type { Call } from './call.ts';

/** One route below a secret path; `<uuid>` and `<word>` stand for one path part. */
export interface Route {
  readonly method: string;
  readonly path: string;
  /** Pages of subscriptions answer with and without the slash at the end. */
  readonly slash?: 'required' | 'optional';
  readonly handle: (call: Call) => PanelAnswer | Promise<PanelAnswer>;
}

/** What the routing table says about a request. */
export type Match =
  | { kind: 'found'; route: Route; params: Record<string, string> }
  | { kind: 'needsSlash' }
  | { kind: 'wrongMethod' }
  | { kind: 'unknown' };

const shapes: Record<string, string> = {
  uuid: '[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
  number: '\\d+',
  word: '[^/]+',
};

/** Builds the lookup once; asked with the path that follows the secret one. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match {
  const compiled = routes.map((route) => ({ route, pattern: compile(route) }));

  return (method, path) => {
    const fitting = compiled.filter(({ pattern }) => pattern.test(path));
    if (fitting.length === 0)
      return compiled.some(({ pattern }) => pattern.test(`${path}/`))
        ? { kind: 'needsSlash' }
        : { kind: 'unknown' };
    const wanted = method === 'HEAD' ? 'GET' : method;
    const found = fitting.find(({ route }) => route.method === wanted);
    if (found === undefined) return { kind: 'wrongMethod' };
    return { kind: 'found', route: found.route, params: { ...found.pattern.exec(path)?.groups } };
  };
}

function compile(route: Route): RegExp {
  const end = route.slash === 'optional' ? '/?' : '';
  const path = route.slash === 'optional' ? route.path.replace(/\/$/, '') : route.path;
  const pattern = path
    .replace(/[.]/g, '\\.')
    .replace(/<(?:(\w+):)?(\w+)>/g, (_whole, shape: string | undefined, name: string) => {
      return `(?<${name}>${shapes[shape ?? name] ?? shapes.word})`;
    });
  return new RegExp(`^${pattern}${end}$`);
}
