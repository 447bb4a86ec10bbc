import { dirname, resolve } from 'node:path';
import { homeless, objection } from './layers.ts';

/** The part of oxlint's plugin interface that is used here. */
interface SyntaxNode {
  readonly type: string;
  readonly source?: { readonly type: string; readonly value?: unknown } | null;
  readonly importKind?: string;
  readonly exportKind?: string;
  readonly specifiers?: readonly { readonly importKind?: string; readonly exportKind?: string }[];
}
interface Context {
  readonly filename: string;
  readonly cwd: string;
  report(problem: { node: SyntaxNode; message: string }): void;
}

/** Where the project's own packages live, by the name they are imported by. */
const workspaces = {
  '@hiddify-vpn-bot/sandbox/': 'sandbox/',
  '@hiddify-vpn-bot/embedded-postgres/': 'packages/embedded-postgres/',
};

const layers = {
  create(context: Context) {
    const root = `${context.cwd}/`;
    const from = context.filename.slice(root.length);
    if (!/^(?:src|sandbox|packages)\//.test(from)) return {};

    const check = (node: SyntaxNode): void => {
      const target = node.source?.value;
      const to = typeof target === 'string' ? placeOf(target, context.filename, root) : undefined;
      if (to === undefined) return;
      const message = objection({ from, to, typeOnly: isTypeOnly(node) });
      if (message !== undefined) context.report({ node, message });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    };
  },
};

const barrels = {
  create(context: Context) {
    const check = (node: SyntaxNode): void => {
      if (!node.source) return;
      context.report({ node, message: 'no re-exports: import a name from the file that defines it' });
    };
    return { ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};

/** The file below the project that is imported; nothing for a package from elsewhere. */
function placeOf(target: string, importer: string, root: string): string | undefined {
  if (target.startsWith('.')) return resolve(dirname(importer), target).slice(root.length);
  const own = Object.entries(workspaces).find(([name]) => target.startsWith(name));
  return own && own[1] + target.slice(own[0].length);
}

const rooms = {
  create(context: Context) {
    const message = homeless(context.filename.slice(`${context.cwd}/`.length));
    if (message === undefined) return {};
    return { Program: (node: SyntaxNode) => context.report({ node, message }) };
  },
};

function isTypeOnly(node: SyntaxNode): boolean {
  if (node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type') return true;
  const kinds = node.specifiers?.map((specifier) => specifier.importKind ?? specifier.exportKind) ?? [];
  return kinds.length > 0 && kinds.every((kind) => kind === 'type');
}

export default { meta: { name: 'project' }, rules: { layers, barrels, rooms } };
