import { createRequire } from 'node:module';

/** A column of a table as the schema knows it; `type` is a KQL scalar type (`string`, `long`, `datetime`, `dynamic` …). */
interface KustoServiceColumn {
  readonly name: string;
  readonly type: string;
}

export interface KustoServiceTable {
  readonly name: string;
  readonly columns: readonly KustoServiceColumn[];
}

/** A finding of Microsoft's parser or binder. `start` and `length` count UTF-16 units of the query. */
interface KustoServiceDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly start: number;
  readonly length: number;
  readonly message: string;
}

interface KustoServiceResult {
  readonly diagnostics: readonly KustoServiceDiagnostic[];
  /** False when the binder gave up (syntax deeper than 500, KS245): names and types are then unchecked. */
  readonly hasSemantics: boolean;
  /** Columns of the given tables that the query names, each once, in order of first use. */
  readonly columns: readonly string[];
  /** Comparisons whose operands are all constants: `'a.b' == "x"` where a column was meant. */
  readonly constantComparisons: number;
  readonly maxDepth: number;
  /** Columns of the result; one column without a name when the query is a scalar expression; empty when nothing was bound. */
  readonly resultColumns: readonly KustoServiceColumn[];
}

/** A node or token of the tree, `start` and `end` in UTF-16 units without what stands around it. */
export interface KustoSyntax {
  /** A name of `SyntaxKind`: `AndExpression`. */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  /** Of a token. */
  readonly text?: string;
  /** The tokens directly inside, joined: `==`, `matches regex`, `!in`. */
  readonly operator: string;
}

interface KustoServiceTree {
  /** Of the syntax alone: names and types are not looked at. */
  readonly diagnostics: readonly KustoServiceDiagnostic[];
  /** Parents before children, tokens in the order of the text. */
  readonly nodes: readonly KustoSyntax[];
}

/** Microsoft's own parser and binder (`@kusto/language-service-next`). It checks a query; it cannot run one. */
export interface KustoService {
  /** Types come from `tables`, never from the query: a table or column that is not there is an error of the query. */
  check(query: string, tables: readonly KustoServiceTable[]): KustoServiceResult;
  /** The tree that the parser makes, of whatever text. */
  parse(query: string): KustoServiceTree;
}

interface ListOf<T> {
  readonly list?: T;
}
interface TypeSymbol {
  readonly Name: string;
  readonly Columns?: ListOf<ColumnSymbol>;
}
interface ColumnSymbol {
  readonly Name: string;
  readonly Type: TypeSymbol;
  readonly OriginalColumns?: ListOf<ColumnSymbol>;
}
interface SyntaxNode {
  readonly Kind: number;
  readonly ChildCount: number;
  GetChild(index: number): SyntaxNode | null;
  readonly IsToken: boolean;
  readonly TextStart: number;
  readonly End: number;
  /** Of a token. */
  readonly Text?: string;
  readonly IsConstant?: boolean | null;
  readonly ReferencedSymbol?: ColumnSymbol | null;
}
interface Finding {
  readonly Code: string;
  readonly Severity: string;
  readonly Start: number;
  readonly Length: number;
  readonly Message: string;
}
interface Code {
  readonly Syntax: SyntaxNode;
  readonly ResultType: TypeSymbol | null;
  readonly HasSemantics: boolean;
  readonly MaxDepth: number;
  GetDiagnostics(): ListOf<Finding>;
}
interface Enumerator<T> {
  moveNext(): boolean;
  readonly Current: T;
}
type Globals = object;

/** The few members used of what the package hangs on `globalThis` (its own types are global namespaces of 5 MB). */
interface Library {
  readonly Bridge: { getEnumerator<T>(list: ListOf<T>): Enumerator<T> };
  readonly System: { readonly Enum: { toString(type: object, value: number): string } };
  readonly Kusto: {
    readonly Language: {
      readonly KustoCode: {
        Parse(text: string, globals: Globals): Code;
        ParseAndAnalyze(text: string, globals: Globals): Code;
      };
      readonly GlobalState: { readonly Default: { WithDatabase(database: object): Globals } };
      readonly Syntax: { readonly SyntaxKind: object };
      readonly Symbols: {
        readonly ScalarTypes: { GetSymbol(name: string): object | null };
        readonly ColumnSymbol: new (name: string, type: object) => ColumnSymbol;
        // Overloads carry suffixes in the compiled library: `$ctor4` is (name, columns), `ctor` is (name, members).
        readonly TableSymbol: { readonly $ctor4: new (name: string, columns: readonly ColumnSymbol[]) => object };
        readonly DatabaseSymbol: { readonly ctor: new (name: string, members: readonly object[]) => object };
      };
    };
  };
}

function listOf<T>(library: Library, list: ListOf<T> | null | undefined): T[] {
  const out: T[] = [];
  if (!list) return out;
  for (const each = library.Bridge.getEnumerator(list); each.moveNext(); ) out.push(each.Current);
  return out;
}

/** Every node, parents before children. With a stack of its own: a hostile query nests deeper than the engine's. */
function* nodesOf(root: SyntaxNode): Generator<SyntaxNode> {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    for (let i = node.ChildCount - 1; i >= 0; i--) {
      const child = node.GetChild(i);
      if (child !== null) waiting.push(child);
    }
  }
}

const COMPARISON =
  /^(Not)?(Equal|BangEqual|NotEqual|EqualTilde|BangTilde|LessThan|GreaterThan|Has|Contains|StartsWith|EndsWith|In|Between|MatchesRegex|Like)/;
const isComparison = (kind: string): boolean => kind.endsWith('Expression') && COMPARISON.test(kind);
/** What holds operands without being one. */
const HOLDERS: ReadonlySet<string> = new Set(['ExpressionList', 'ExpressionCouple', 'List', 'SeparatedElement']);

interface Bound {
  readonly library: Library;
  readonly globals: Globals;
  readonly columns: ReadonlySet<ColumnSymbol>;
}

const kindOf = (library: Library, node: SyntaxNode): string =>
  library.System.Enum.toString(library.Kusto.Language.Syntax.SyntaxKind, node.Kind);

function operandsAreConstant(library: Library, node: SyntaxNode): boolean {
  for (let i = 0; i < node.ChildCount; i++) {
    const child = node.GetChild(i);
    if (child === null || child.IsToken) continue;
    const holds = HOLDERS.has(kindOf(library, child)) && operandsAreConstant(library, child);
    if (!holds && child.IsConstant !== true) return false;
  }
  return true;
}

/** A column after `join` or `union` remembers the columns it was made of. */
function originsOf(library: Library, symbol: ColumnSymbol): readonly ColumnSymbol[] {
  const origins = listOf(library, symbol.OriginalColumns);
  return origins.length > 0 ? origins : [symbol];
}

function walked(bound: Bound, root: SyntaxNode): Pick<KustoServiceResult, 'columns' | 'constantComparisons'> {
  const names = new Set<string>();
  let constantComparisons = 0;
  for (const node of nodesOf(root)) {
    if (node.IsToken) continue;
    for (const symbol of node.ReferencedSymbol ? originsOf(bound.library, node.ReferencedSymbol) : []) {
      if (bound.columns.has(symbol)) names.add(symbol.Name);
    }
    if (isComparison(kindOf(bound.library, node)) && operandsAreConstant(bound.library, node)) constantComparisons++;
  }
  return { columns: [...names], constantComparisons };
}

function resultColumnsOf(library: Library, type: TypeSymbol | null): readonly KustoServiceColumn[] {
  if (type === null) return [];
  if (type.Columns === undefined) return [{ name: '', type: type.Name }];
  return listOf(library, type.Columns).map((column) => ({ name: column.Name, type: column.Type.Name }));
}

function bindSchema(library: Library, tables: readonly KustoServiceTable[]): Bound {
  const { Symbols, GlobalState } = library.Kusto.Language;
  const dynamic = Symbols.ScalarTypes.GetSymbol('dynamic') ?? {};
  const columns = new Set<ColumnSymbol>();
  const symbols = tables.map(({ name, columns: listed }) => {
    const made = listed.map(
      (one) => new Symbols.ColumnSymbol(one.name, Symbols.ScalarTypes.GetSymbol(one.type) ?? dynamic),
    );
    for (const column of made) columns.add(column);
    return new Symbols.TableSymbol.$ctor4(name, made);
  });
  const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('db', symbols));
  return { library, globals, columns };
}

const findingOf = (found: Finding): KustoServiceDiagnostic => ({
  code: found.Code,
  severity: found.Severity,
  start: found.Start,
  length: found.Length,
  message: found.Message,
});

function checkWith(bound: Bound, query: string): KustoServiceResult {
  const code = bound.library.Kusto.Language.KustoCode.ParseAndAnalyze(query, bound.globals);
  return {
    diagnostics: listOf(bound.library, code.GetDiagnostics()).map(findingOf),
    hasSemantics: code.HasSemantics,
    ...walked(bound, code.Syntax),
    maxDepth: code.MaxDepth,
    resultColumns: resultColumnsOf(bound.library, code.ResultType),
  };
}

function syntaxOf(library: Library, node: SyntaxNode): KustoSyntax {
  let operator = '';
  for (let i = 0; i < node.ChildCount; i++) {
    const child = node.GetChild(i);
    if (child?.IsToken) operator += child.Text ?? '';
  }
  const text = node.IsToken ? (node.Text ?? '') : undefined;
  const base = { kind: kindOf(library, node), start: node.TextStart, end: node.End, operator };
  return text === undefined ? base : { ...base, text };
}

function treeOf(library: Library, query: string): KustoServiceTree {
  const code = library.Kusto.Language.KustoCode.Parse(query, library.Kusto.Language.GlobalState.Default);
  return {
    diagnostics: listOf(library, code.GetDiagnostics()).map(findingOf),
    nodes: [...nodesOf(code.Syntax)].map((node) => syntaxOf(library, node)),
  };
}

/** Its own binder stops at 500; its parser goes on, at a price that grows faster than the depth. */
const DEEPEST = 2000;

/** How deep brackets nest, those inside string literals counted too: only a bound is wanted. */
function bracketDepth(query: string): number {
  let depth = 0;
  let deepest = 0;
  for (const char of query) {
    if ('([{'.includes(char)) deepest = Math.max(deepest, ++depth);
    else if (')]}'.includes(char)) depth--;
  }
  return deepest;
}

/** An answer for what was not checked: hopelessly deep, or too much for the library's own recursion. */
function gaveUp(message: string, maxDepth: number): KustoServiceResult {
  const found = { code: 'not-checked', severity: 'Error', start: 0, length: 0, message };
  return {
    diagnostics: [found],
    hasSemantics: false,
    columns: [],
    constantComparisons: 0,
    maxDepth,
    resultColumns: [],
  };
}

function serviceOf(library: Library): KustoService {
  // Binding a schema costs as much as a query; the same tables are usually checked many times.
  const bounds = new WeakMap<readonly KustoServiceTable[], Bound>();
  const boundOf = (tables: readonly KustoServiceTable[]): Bound => {
    const known = bounds.get(tables) ?? bindSchema(library, tables);
    bounds.set(tables, known);
    return known;
  };
  return {
    check(query, tables) {
      const depth = bracketDepth(query);
      if (depth > DEEPEST) return gaveUp('nested too deeply', depth);
      try {
        return checkWith(boundOf(tables), query);
      } catch (error) {
        return gaveUp(error instanceof Error ? error.message : String(error), depth);
      }
    },
    parse: (query) => treeOf(library, query),
  };
}

/**
 * Loads Microsoft's parser (about 2.5 s of CPU the first time), or says why it is not there. The package is CommonJS and
 * defines `Bridge`, `System` and `Kusto` on `globalThis`; `bridge.js` must come first, its `main` alone does not load.
 */
export async function loadKustoService(): Promise<KustoService | { readonly missing: string }> {
  const require = createRequire(import.meta.url);
  try {
    require('@kusto/language-service-next/bridge.min.js');
    require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
  return serviceOf(globalThis as unknown as Library);
}
