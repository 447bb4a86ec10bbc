import { StripeProblem } from './problem.ts';

export type FormValue = string | FormValue[] | { [name: string]: FormValue };

/** Reads `a[b][0]=c` as Stripe does: brackets nest, `[]` and counting numbers make arrays. */
export function decodeForm(text: string): Record<string, FormValue> {
  const root: Record<string, FormValue> = {};
  for (const [name, value] of new URLSearchParams(text)) put(root, namesIn(name), value);
  return Object.fromEntries(Object.entries(root).map(([name, value]) => [name, withArrays(value)]));
}

function namesIn(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  if (!match) throw new StripeProblem({ message: `Invalid parameter name: ${name}`, param: name });
  return [
    match[1] ?? '',
    ...[...(match[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map(([, inner]) => inner ?? ''),
  ];
}

function put(root: Record<string, FormValue>, names: string[], value: string): void {
  let place: Record<string, FormValue> = root;
  for (const [depth, name] of names.entries()) {
    const key = name === '' ? String(Object.keys(place).length) : name;
    if (depth === names.length - 1) {
      place[key] = value;
      return;
    }
    const inner = place[key];
    const next = typeof inner === 'object' && !Array.isArray(inner) ? inner : {};
    place[key] = next;
    place = next;
  }
}

function withArrays(value: FormValue): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, withArrays(inner)] as const);
  const isArray = entries.length > 0 && entries.every(([name], index) => name === String(index));
  return isArray ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
