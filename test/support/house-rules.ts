import ts from 'typescript';
import { linesOf, nodesOf, placeOf, type SourceFile } from './source-files.js';

const REFUSED_DIRECTIVES =
  /@ts-(?:ignore|expect-error|nocheck)|eslint-disable|prettier-ignore|istanbul ignore|c8 ignore/;

/** Places where the types are switched off: `any`, `as` (but `as const`), `!`, and directives in comments. */
export function typeEscapes(file: SourceFile): string[] {
  const places = nodesOf(file)
    .filter((node) => isTypeEscape(node))
    .map((node) => placeOf(file, node));
  return REFUSED_DIRECTIVES.test(commentsOf(file)) ? [...places, `${file.path} (directive)`] : places;
}

/** Functions longer than `maxLines`; blocks of `describe` are lists of tests and are not measured. */
export function longFunctions(file: SourceFile, maxLines: number): string[] {
  return nodesOf(file)
    .filter((node) => ts.isFunctionLike(node) && !isDescribeBlock(node) && linesOf(file, node) > maxLines)
    .map((node) => `${placeOf(file, node)} has ${linesOf(file, node)} lines`);
}

/** Constructors that take more than `maxDependencies`. */
export function wideConstructors(file: SourceFile, maxDependencies: number): string[] {
  return nodesOf(file)
    .filter((node) => ts.isConstructorDeclaration(node) && node.parameters.length > maxDependencies)
    .map((node) => placeOf(file, node));
}

/** Functions that take a bare boolean, whose call would not say what is true. */
export function booleanParameters(file: SourceFile): string[] {
  return nodesOf(file)
    .filter((node) => ts.isParameter(node) && isBoolean(node))
    .map((node) => placeOf(file, node));
}

/** Places that read `object.property`, such as `process.env`, by any notation. */
export function readsOf(file: SourceFile, object: string, property: string): string[] {
  return nodesOf(file)
    .filter((node) => isAccess(node, object, property))
    .map((node) => placeOf(file, node));
}

function isTypeEscape(node: ts.Node): boolean {
  if (ts.isAsExpression(node)) return node.type.getText() !== 'const';
  const { AnyKeyword } = ts.SyntaxKind;
  return node.kind === AnyKeyword || ts.isNonNullExpression(node) || ts.isTypeAssertionExpression(node);
}

function isBoolean({ type, initializer }: ts.ParameterDeclaration): boolean {
  const { BooleanKeyword, TrueKeyword, FalseKeyword } = ts.SyntaxKind;
  const kinds = [type?.kind, initializer?.kind];
  return [BooleanKeyword, TrueKeyword, FalseKeyword].some((kind) => kinds.includes(kind));
}

function isDescribeBlock(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText());
}

function isAccess(node: ts.Node, object: string, property: string): boolean {
  if (ts.isPropertyAccessExpression(node))
    return node.expression.getText() === object && node.name.text === property;
  if (!ts.isElementAccessExpression(node) || node.expression.getText() !== object) return false;
  return ts.isStringLiteral(node.argumentExpression) && node.argumentExpression.text === property;
}

function commentsOf(file: SourceFile): string {
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    false,
    ts.LanguageVariant.Standard,
    file.tree.text,
  );
  const comments: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const { SingleLineCommentTrivia, MultiLineCommentTrivia } = ts.SyntaxKind;
    if (kind === SingleLineCommentTrivia || kind === MultiLineCommentTrivia)
      comments.push(scanner.getTokenText());
  }
  return comments.join('\n');
}
