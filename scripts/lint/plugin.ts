import { dirname, resolve } from 'node:path';
import { objection } from './layers.ts';

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

const layers = {
  create(context: Context) {
    const root = `${context.cwd}/`;
    const from = context.filename.slice(root.length);
    if (!/^(?:src|sandbox|packages)\//.test(from)) return {};

    const check = (node: SyntaxNode): void => {
      const target = node.source?.value;
      if (typeof target !== 'string' || !target.startsWith('.')) return;
      const to = resolve(dirname(context.filename), target).slice(root.length);
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

function isTypeOnly(node: SyntaxNode): boolean {
  if (node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type') return true;
  const kinds = node.specifiers?.map((specifier) => specifier.importKind ?? specifier.exportKind) ?? [];
  return kinds.length > 0 && kinds.every((kind) => kind === 'type');
}

export default { meta: { name: 'project' }, rules: { layers, barrels } };
