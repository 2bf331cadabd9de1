import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** One TypeScript file of the project; paths are relative to the project's root, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly lineCount: number;
  /** Paths of the project's files that it imports or re-exports, as values or as types. */
  readonly imports: readonly string[];
  readonly tree: ts.SourceFile;
}

/** Every file that fits one of the patterns, except what is generated. */
export function sourceFiles(patterns: readonly string[]): SourceFile[] {
  const paths = globSync([...patterns]).map((path) => path.replaceAll('\\', '/'));
  return paths
    .filter((path) => path !== 'src/metadata.ts')
    .sort()
    .map((path) => sourceFile(path, readFileSync(path, 'utf8')));
}

export function sourceFile(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return { path, lineCount: text.trimEnd().split('\n').length, imports: importsOf(path, tree), tree };
}

/** Every node of the file, outer before inner. */
export function nodesOf(file: SourceFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file.tree);
  return nodes;
}

/** `path:line` of a node. */
export function placeOf(file: SourceFile, node: ts.Node): string {
  return `${file.path}:${file.tree.getLineAndCharacterOfPosition(node.getStart(file.tree)).line + 1}`;
}

/** Lines from the first to the last of a node, both counted. */
export function linesOf(file: SourceFile, node: ts.Node): number {
  const lineAt = (position: number): number => file.tree.getLineAndCharacterOfPosition(position).line;
  return lineAt(node.getEnd()) - lineAt(node.getStart(file.tree)) + 1;
}

/** The first cycle of a graph that is found, as a path from a node back to itself; null when there is none. */
export function cycleIn(graph: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const search = (node: string, trail: readonly string[]): string[] | null => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node];
    if (done.has(node)) return null;
    for (const next of graph.get(node) ?? []) {
      const cycle = search(next, [...trail, node]);
      if (cycle) return cycle;
    }
    done.add(node);
    return null;
  };
  return [...graph.keys()].reduce<string[] | null>((found, node) => found ?? search(node, []), null);
}

function importsOf(path: string, tree: ts.SourceFile): string[] {
  const specifiers: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier?.startsWith('.')) specifiers.push(specifier);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return specifiers.map((specifier) =>
    normalize(join(dirname(path), specifier))
      .replaceAll('\\', '/')
      .replace(/\.js$/, '.ts'),
  );
}

function specifierOf(node: ts.Node): string | null {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return textOf(node.argument.literal);
  const isDynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isDynamic ? textOf(node.arguments[0]) : null;
}

function textOf(node: ts.Node | undefined): string | null {
  return node && ts.isStringLiteral(node) ? node.text : null;
}
