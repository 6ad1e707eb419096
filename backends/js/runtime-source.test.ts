import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { functionRows } from './functions.ts';

/** A declaration at the top of a file that may be printed. */
interface Declaration {
  readonly name: string;
  readonly file: string;
  readonly node: ts.Statement;
}

const root = new URL('../../', import.meta.url);

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(new URL(path, root), 'utf8'), ts.ScriptTarget.ES2023, true);
}

const listed = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => folder + name);

const runtimeFiles = listed('backends/js/runtime/');
const files = [...runtimeFiles, ...listed('src/functions/'), ...listed('src/base/')].map(parse);

function namesOf(node: ts.Statement): readonly string[] {
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return node.name ? [node.name.text] : [];
  if (!ts.isVariableStatement(node)) return [];
  return node.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
}

const declarations = files.flatMap((file) =>
  file.statements.flatMap((node) => namesOf(node).map((name): Declaration => ({ name, file: file.fileName, node }))),
);

/** The declaration that a name means in a file: its own, or the one it imports. */
function resolve(name: string, fileName: string): Declaration | undefined {
  const own = declarations.find((found) => found.name === name && found.file === fileName);
  if (own) return own;
  const file = files.find((found) => found.fileName === fileName);
  for (const node of file?.statements ?? []) {
    if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) continue;
    const bindings = node.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    if (!bindings.elements.some((element) => element.name.text === name)) continue;
    const from = basename(node.moduleSpecifier.text);
    return declarations.find((found) => found.name === name && basename(found.file) === from);
  }
  return undefined;
}

type Range = readonly [number, number];

/** `export`, `readonly`. */
const modifierRanges = (node: ts.Node): readonly Range[] =>
  (ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : []).map((one) => [one.getStart(), one.end + 1]);

/** The ranges directly in a node that only say types. */
function ownTypeRanges(node: ts.Node, source: string): readonly Range[] {
  const brackets = (list: ts.NodeArray<ts.Node> | undefined): readonly Range[] =>
    list ? [[list.pos - 1, source.indexOf('>', list.end) + 1]] : [];
  const annotation = (type: ts.Node | undefined): readonly Range[] =>
    type ? [[source.lastIndexOf(':', type.getStart()), type.end]] : [];
  if (ts.isParameter(node)) {
    const { questionToken: mark } = node;
    return [...annotation(node.type), ...(mark ? [[mark.pos, mark.end] as const] : [])];
  }
  if (ts.isVariableDeclaration(node)) return annotation(node.type);
  if (ts.isPropertyDeclaration(node)) return [...annotation(node.type), ...modifierRanges(node)];
  if (ts.isHeritageClause(node)) return node.token === ts.SyntaxKind.ImplementsKeyword ? [[node.pos, node.end]] : [];
  if (ts.isFunctionLike(node)) return [...annotation(node.type), ...brackets(node.typeParameters)];
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return brackets(node.typeArguments);
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? [[node.expression.end, node.end]] : [];
}

function typeRanges(node: ts.Node, source: string): readonly Range[] {
  const ranges = [...ownTypeRanges(node, source)];
  ts.forEachChild(node, (inner) => {
    ranges.push(...typeRanges(inner, source));
  });
  return ranges;
}

/** The text of a declaration with its comment, without `export` and types. */
function plainText({ node }: Declaration): string {
  const source = node.getSourceFile().text;
  const cut = [...modifierRanges(node), ...typeRanges(node, source)];
  cut.sort((a, b) => a[0] - b[0]);
  let text = '';
  let at = node.getFullStart();
  for (const [from, to] of cut) {
    if (from > at) text += source.slice(at, from);
    at = Math.max(at, to);
  }
  return (text + source.slice(at, node.end)).trim();
}

function needsOf({ node, file, name }: Declaration): readonly string[] {
  const needs = new Set<string>();
  const visit = (inner: ts.Node): void => {
    if (ts.isTypeNode(inner)) return;
    const isName = ts.isPropertyAccessExpression(inner.parent) && inner.parent.name === inner;
    const isKey = ts.isPropertyAssignment(inner.parent) && inner.parent.name === inner;
    if (ts.isIdentifier(inner) && inner.text !== name && !isName && !isKey && resolve(inner.text, file))
      needs.add(inner.text);
    ts.forEachChild(inner, visit);
  };
  ts.forEachChild(node, visit);
  return [...needs].sort();
}

/** Everything that is reached from the runtime and from the functions. */
function reachable(): readonly Declaration[] {
  const helpers = new Set(Object.values(functionRows).map((row): string => row.helper));
  const open = declarations.filter(
    ({ file, name }) => runtimeFiles.includes(file) || (file.includes('src/functions') && helpers.has(name)),
  );
  const found = new Map<string, Declaration>();
  for (const next of open) {
    if (found.get(next.name)?.node === next.node) continue;
    if (found.has(next.name)) throw new Error(`two helpers are called ${next.name}`);
    found.set(next.name, next);
    open.push(...needsOf(next).flatMap((name) => resolve(name, next.file) ?? []));
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function generated(): string {
  const rows = reachable().map((found) => {
    const needs = JSON.stringify(needsOf(found));
    // Like a constant, and unlike a function, a class is not there before its line.
    const isConstant = !ts.isFunctionDeclaration(found.node);
    return `  ${found.name}: {\n    isConstant: ${isConstant},\n    needs: ${needs},\n    text: ${JSON.stringify(plainText(found))},\n  },`;
  });
  return [
    '// Made by runtime-source.test.ts from runtime/*.ts, src/functions and src/base. Do not edit; see README.md.',
    '',
    '/** The source of each helper without types, and the helpers that it uses. */',
    'export const runtimeSource = {',
    ...rows,
    '} as const;',
    '',
  ].join('\n');
}

describe('the source of the helpers', () => {
  test('is what the TypeScript says; update with `npx vitest run backends/js/runtime-source.test.ts -u`', async () => {
    await expect(generated()).toMatchFileSnapshot('./runtime-source.generated.ts');
  });

  test('is JavaScript', () => {
    for (const found of reachable()) {
      const { diagnostics } = ts.transpileModule(plainText(found), {
        fileName: 'a.js',
        reportDiagnostics: true,
        compilerOptions: { allowJs: true },
      });
      expect(
        diagnostics?.map((problem) => problem.messageText),
        found.name,
      ).toEqual([]);
    }
  });
});
