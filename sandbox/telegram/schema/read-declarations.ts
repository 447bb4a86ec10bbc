/** One declared type, as written, without comments. */
export interface DeclaredMember {
  name: string;
  optional: boolean;
  type: string;
  comment: string;
}

export interface Declarations {
  interfaces: Map<string, DeclaredMember[]>;
  aliases: Map<string, string>;
}

const interfacePattern = /^export interface (\w+) \{\n([\s\S]*?)^\}$/gm;
const emptyInterfacePattern = /^export interface (\w+) \{\}$/gm;
const aliasPattern = /^export type (\w+) =([\s\S]*?)(?=\n\n|\n\/\*\*|\nexport |$(?![\s\S]))/gm;
const memberPattern =
  /(?:\/\*\*([\s\S]*?)\*\/\s*)?^ {4}(\w+)(\?)?:\s([\s\S]*?)(?=\n {4}\/\*\*|\n {4}\w+\??:\s|$(?![\s\S]))/gm;

const plainComment = (comment: string): string =>
  comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join(' ')
    .replace(/\\([_\-*])/g, '$1')
    .trim();

function readMembers(body: string): DeclaredMember[] {
  return [...body.matchAll(memberPattern)].map(([, comment, name, optional, type]) => ({
    name: name ?? '',
    optional: optional === '?',
    type: (type ?? '').replace(/\s+/g, ' ').trim(),
    comment: plainComment(comment ?? ''),
  }));
}

/** Reads interfaces and type aliases out of the regular, generated `.d.ts` format of the Bot API types. */
export function readDeclarations(source: string): Declarations {
  const interfaces = new Map<string, DeclaredMember[]>();
  for (const [, name, body] of source.matchAll(interfacePattern))
    interfaces.set(name ?? '', readMembers(body ?? ''));
  for (const [, name] of source.matchAll(emptyInterfacePattern)) interfaces.set(name ?? '', []);
  const aliases = new Map<string, string>();
  for (const [, name, type] of source.matchAll(aliasPattern))
    aliases.set(name ?? '', (type ?? '').replace(/\s+/g, ' ').trim());
  return { interfaces, aliases };
}
