import type { TypeRef } from './schema-types.ts';

const tokenPattern = /"[^"]*"|\d+|[A-Za-z_][\w.]*|\[\]|[|()<>,{}:]/g;

const simpleNames: Record<string, string> = {
  number: 'Integer',
  string: 'String',
  boolean: 'Boolean',
  true: 'True',
  Blob: 'InputFile',
};

function combine(parts: TypeRef[]): TypeRef {
  const literals = parts.flatMap((part) => (typeof part === 'object' && 'enum' in part ? part.enum : []));
  const rest = parts.filter((part) => !(typeof part === 'object' && 'enum' in part));
  const all = literals.length > 0 ? [...rest, { enum: literals }] : rest;
  const [first] = all;
  return all.length === 1 && first !== undefined ? first : { anyOf: all };
}

/**
 * Turns one TypeScript type of the generated declarations into a type of the schema.
 * `{ toString(): string }` and `{ toJSON(): X }` are comforts of that package and stand for nothing on the wire.
 */
export function readType(source: string): TypeRef {
  const comfort = /\|? ?\{ to(?:String|JSON)\(\): [\w.]+ \}/g;
  const updateKinds = /Exclude<keyof [\w.]+, "update_id">/g;
  const tokens = source.replace(comfort, '').replace(updateKinds, 'string').match(tokenPattern) ?? [];
  let at = 0;
  const readAtom = (): TypeRef => {
    const token = tokens[at++] ?? '';
    if (token === '(') {
      const inner = readUnion();
      at++;
      return inner;
    }
    if (token.startsWith('"')) return { enum: [token.slice(1, -1)] };
    if (/^\d+$/.test(token)) return { enum: [Number(token)] };
    return simpleNames[token] ?? token.replace(/^Objects\./, '').replace(/^Telegram/, '');
  };
  const readArray = (): TypeRef => {
    let type = readAtom();
    for (; tokens[at] === '[]'; at++) type = { array: type };
    return type;
  };
  const readUnion = (): TypeRef => {
    const parts: TypeRef[] = [];
    do {
      if (tokens[at] === '|') at++;
      parts.push(readArray());
    } while (tokens[at] === '|');
    return combine(parts);
  };
  const type = readUnion();
  if (at < tokens.length) throw new Error(`Cannot read the type ${source}`);
  return type;
}
