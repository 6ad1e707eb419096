import type { Place, Script } from '../../grammars/kusto/ast.ts';
import { parseKusto } from '../../grammars/kusto/parser.ts';
import type { KustoService, KustoSyntax } from '../../src/engines/kusto-service.ts';

/**
 * What a parser makes of a query: each operator, call and literal with the words that it reaches over (`and 3-9`), brackets not counted
 * among them. Two parsers that see the same have the same lines.
 */
export type Shape = readonly string[];

/** Words of a query without its round brackets, which are in one tree and not in the other. */
type Words = readonly KustoSyntax[];

const wordsOf = (nodes: readonly KustoSyntax[]): Words =>
  nodes.filter(({ text }) => text !== undefined && text !== '' && text !== '(' && text !== ')');

/** The first and last word of a place. */
function reach(words: Words, { start, end }: Place): string {
  const first = words.findIndex((word) => word.start >= start);
  const last = words.findLastIndex((word) => word.end <= end);
  return `${first}-${last}`;
}

const sorted = (lines: Iterable<string>): Shape => [...lines].sort();

const isNode = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Every node of our tree. */
function* nodesOf(root: unknown): Generator<Readonly<Record<string, unknown>>> {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (Array.isArray(value)) waiting.push(...(value as readonly unknown[]));
    else if (isNode(value)) {
      yield value;
      waiting.push(...Object.values(value));
    }
  }
}

const WITH_OPERATOR: ReadonlySet<unknown> = new Set(['binary', 'membership', 'between', 'unary']);

function ownLines(node: Readonly<Record<string, unknown>>, words: Words): readonly string[] {
  const at = node.at as Place;
  // A number with its sign is one word to Microsoft where a constant must stand, an operator and a number to us.
  const word =
    node.kind === 'unary' || node.kind === 'literal' ? words.find(({ start }) => start === at.start) : undefined;
  if (node.kind === 'unary' && /^-\d/.test(word?.text ?? '')) return [`long ${reach(words, at)}`];
  if (node.kind === 'literal' && word === undefined) return [];
  if (WITH_OPERATOR.has(node.kind)) return [`${node.op} ${reach(words, at)}`];
  if (node.kind === 'call') return [`call ${(node.name as { readonly text: string }).text} ${reach(words, at)}`];
  if (node.kind === 'literal') return [`${node.type} ${reach(words, at)}`];
  if (node.kind !== 'pipe') return [];
  return (node.operators as readonly { readonly at: Place }[]).map(
    (operator) => `| ${reach(words, { start: at.start, end: operator.at.end })}`,
  );
}

const ownShape = (script: Script, words: Words): Shape =>
  sorted([...nodesOf(script)].flatMap((node) => ownLines(node, words)));

const LITERALS: Readonly<Record<string, string>> = {
  StringLiteralExpression: 'string',
  LongLiteralExpression: 'long',
  IntLiteralExpression: 'int',
  RealLiteralExpression: 'real',
  DecimalLiteralExpression: 'decimal',
  BooleanLiteralExpression: 'bool',
  DateTimeLiteralExpression: 'datetime',
  TimespanLiteralExpression: 'timespan',
  GuidLiteralExpression: 'guid',
};

const OPERATORS =
  /^(?:and|or|[-+*/%|]|[<>]=?|[=!]=|[=!]~|!?(?:in|has|contains|startswith|endswith|hasprefix|hassuffix)(?:_cs|~)?|has_any|has_all|matches regex|!?between)$/;
/** Stars and signs that are part of a name's pattern, and no operators. */
const NO_OPERATOR: ReadonlySet<string> = new Set(['StarExpression', 'WildcardedName']);

function theirLines({ kind, start, end, operator }: KustoSyntax, words: Words): readonly string[] {
  const own = reach(words, { start, end });
  if (Object.hasOwn(LITERALS, kind)) return [`${LITERALS[kind]} ${own}`];
  if (kind === 'FunctionCallExpression') return [`call ${words[Number(own.split('-')[0])]?.text} ${own}`];
  return kind.endsWith('Expression') && !NO_OPERATOR.has(kind) && OPERATORS.test(operator)
    ? [`${operator} ${own}`]
    : [];
}

/** What our parser and Microsoft's make of a query, line by line; where one does not take it, its reason. */
export function shapes(query: string, service: KustoService): { readonly ours: Shape; readonly theirs: Shape } {
  const { nodes, diagnostics } = service.parse(query);
  const words = wordsOf(nodes);
  const { script, problems } = parseKusto(query);
  // `['a.b']` is a name, not a text.
  const names = nodes.filter(({ kind }) => kind === 'BracketedName');
  const isName = ({ start, end }: KustoSyntax): boolean => names.some((name) => name.start <= start && end <= name.end);
  const refused = problems.length > 0 || script === undefined;
  return {
    ours: refused ? ['not taken'] : ownShape(script, words),
    theirs:
      diagnostics.length > 0
        ? diagnostics.map(({ message }) => `not taken: ${message}`)
        : sorted(nodes.filter((node) => !isName(node)).flatMap((node) => theirLines(node, words))),
  };
}

/** The first lines that only one of the shapes has; nothing where both parsers see the same. */
export function shapeDifference({ ours, theirs }: ReturnType<typeof shapes>): string | undefined {
  const [a, b] = [new Set(ours), new Set(theirs)];
  const more = (from: Shape, other: ReadonlySet<string>): string =>
    from
      .filter((line) => !other.has(line))
      .slice(0, 4)
      .join(', ');
  const [own, their] = [more(ours, b), more(theirs, a)];
  if (own === '' && their === '' && ours.length === theirs.length) return undefined;
  return `only in our tree: ${own || 'nothing'}; only in Microsoft's: ${their || 'nothing'}`;
}
