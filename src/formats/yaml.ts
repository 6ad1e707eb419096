import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Parser,
  type Scalar,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText, Span } from '../text/source-text.ts';
import {
  type Located,
  type LocatedEntry,
  MAX_DEPTH,
  MAX_PROBLEMS,
  type Read,
  type ScalarValue,
  spanOf,
} from './located.ts';
import { tooDeepAt, tooManyMarksAt } from './yaml-depth.ts';
import { alignedSlice, type Writing } from './yaml-slice.ts';

/** So many nodes may come from aliases in one document; a rule has a few dozen. */
const MAX_ALIASED = 10_000;

/** The core schema of YAML 1.2: no dates, no `yes` and `no`, no merge keys, no tags beyond it. Keys are compared here, in linear time. */
const OPTIONS = {
  version: '1.2',
  schema: 'core',
  intAsBigInt: true,
  uniqueKeys: false,
  merge: false,
  resolveKnownTags: false,
} as const;

const WRITINGS: Readonly<Record<string, Writing>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'block',
  BLOCK_FOLDED: 'block',
};

/** Whole numbers as exact as JavaScript has them; what YAML 1.1 may make of a scalar (a date) stays the text that stands there. */
function plainValue(scalar: Scalar, raw: string): ScalarValue {
  const { value } = scalar;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return raw;
}

class Builder {
  readonly diagnostics: Diagnostic[] = [];
  readonly #source: SourceText;
  readonly #anchors = new Map<string, Located>();
  readonly #sizes = new Map<Located, number>();
  #aliased = 0;

  constructor(source: SourceText) {
    this.#source = source;
  }

  build(node: Node | null, at: number): Located {
    const built = node ? this.#node(node) : this.#nothing(at);
    const anchor = node && 'anchor' in node ? node.anchor : undefined;
    if (anchor) this.#anchors.set(anchor, built);
    return built;
  }

  #node(node: Node): Located {
    if (isAlias(node)) return this.#alias(node.source, this.#span(node));
    if (isMap(node)) return { kind: 'map', entries: this.#entries(node), span: this.#span(node) };
    if (isSeq<Node>(node))
      return { kind: 'list', items: node.items.map((item) => this.build(item, 0)), span: this.#span(node) };
    return isScalar(node) ? this.#scalar(node) : this.#nothing(0);
  }

  #nothing(at: number): Located {
    return { kind: 'scalar', value: null, raw: '', span: spanOf(this.#source, at, at) };
  }

  #span(node: Node): Span {
    const [start, end] = node.range ?? [0, 0];
    return spanOf(this.#source, start, Math.max(start, end));
  }

  #scalar(node: Scalar): Located {
    const span = this.#span(node);
    const raw = this.#source.text.slice(span.start, span.end);
    const value = plainValue(node, raw);
    if (typeof value !== 'string') return { kind: 'scalar', value, raw, span };
    const slice = alignedSlice(this.#source, value, WRITINGS[node.type ?? ''] ?? 'plain', span.start, span.end);
    return { kind: 'scalar', value, raw, slice, span };
  }

  #entries(map: YAMLMap): readonly LocatedEntry[] {
    const seen = new Map<string, Span>();
    return (map.items as Pair<Node, Node | null>[]).flatMap((pair) => {
      const keySpan = this.#span(pair.key);
      const key = this.#key(pair.key, keySpan);
      const value = this.build(pair.value, keySpan.end);
      if (key === undefined) return [];
      const first = seen.get(key);
      if (first) {
        const label = { span: first, text: 'first here' };
        this.diagnostics.push(diagnostic('container/duplicate-key', { key }, keySpan, [label]));
        return [];
      }
      seen.set(key, keySpan);
      return [{ key, keySpan, value }];
    });
  }

  /** Keys are text; a number or a word like `true` is the text that stands there. */
  #key(node: Node, span: Span): string | undefined {
    if (isScalar(node) && node.value !== null) {
      return typeof node.value === 'string' ? node.value : this.#source.text.slice(span.start, span.end);
    }
    this.diagnostics.push(diagnostic('container/yaml-key', {}, span));
    return undefined;
  }

  /** The node of the anchor itself, shared: it keeps the places where it was written. */
  #alias(name: string, span: Span): Located {
    const target = this.#anchors.get(name);
    if (!target) {
      this.diagnostics.push(diagnostic('container/yaml-alias', { name }, span));
      return this.#nothing(span.start);
    }
    if (this.#aliased <= MAX_ALIASED) this.#aliased += this.#size(target);
    if (this.#aliased <= MAX_ALIASED) return target;
    this.diagnostics.push(diagnostic('container/yaml-alias-limit', { limit: MAX_ALIASED }, span));
    return this.#nothing(span.start);
  }

  /** The number of nodes, aliased ones counted each time. Remembered, so that nested aliases cost no more than they are. */
  #size(node: Located): number {
    const known = this.#sizes.get(node);
    if (known !== undefined) return known;
    const inner =
      node.kind === 'map' ? node.entries.map((entry) => entry.value) : node.kind === 'list' ? node.items : [];
    const size = inner.reduce((sum, one) => sum + this.#size(one), 1);
    this.#sizes.set(node, size);
    return size;
  }
}

function problem(source: SourceText, found: YAMLError): Diagnostic {
  const [start, end] = found.pos;
  const code = found.name === 'YAMLWarning' ? 'container/yaml-warning' : 'container/yaml-syntax';
  const reason = found.message.replace(/[\s.]+$/, '');
  return diagnostic(code, { reason }, spanOf(source, start, Math.max(start, Math.min(end, source.text.length))));
}

function limited(found: readonly Diagnostic[]): readonly Diagnostic[] {
  if (found.length <= MAX_PROBLEMS) return found;
  const cut = diagnostic('container/too-many-problems', { limit: MAX_PROBLEMS }, found[MAX_PROBLEMS]?.span);
  return [...found.slice(0, MAX_PROBLEMS), cut];
}

function readDocument(source: SourceText, document: Document.Parsed): Read<Located> {
  const warnings = document.warnings.map((one) => problem(source, one));
  if (document.errors.length > 0) {
    return {
      diagnostics: limited([
        ...warnings,
        ...document.errors.slice(0, MAX_PROBLEMS + 1).map((one) => problem(source, one)),
      ]),
    };
  }
  const builder = new Builder(source);
  const value = builder.build(document.contents, document.range[0]);
  const diagnostics = limited([...warnings, ...builder.diagnostics]);
  return { diagnostics, ...(builder.diagnostics.length === 0 && { value }) };
}

/** A document with nothing in it, as after a last `---`. */
function isEmpty({ contents, errors }: Document.Parsed): boolean {
  return errors.length === 0 && (contents === null || (isScalar(contents) && contents.source === '' && !contents.tag));
}

/**
 * Reads the documents of a YAML 1.2 file with the place of every key and value. Numbers keep the text they were written
 * with (`raw`). A document with an error is reported and left out, and so are empty ones.
 */
export function readYaml(source: SourceText): Read<readonly Located[]> {
  const values: Located[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const document of documents(source, diagnostics)) {
    const { value, diagnostics: found } = readDocument(source, document);
    if (value) values.push(value);
    diagnostics.push(...found);
    if (diagnostics.length > MAX_PROBLEMS) break;
  }
  return { value: values, diagnostics };
}

/** Tokens that may follow the value of a document; any other is an error of its own. */
const HARMLESS = new Set(['space', 'newline', 'comment', 'byte-order-mark', 'doc-end']);

/**
 * The token without what comes after more errors than are listed. Each error costs the package some ten microseconds, and a
 * hostile text has one a character.
 */
function withoutFlood<T extends CST.Token>(token: T): T {
  if (token.type !== 'document' || !token.end) return token;
  let harmful = 0;
  const cut = token.end.findIndex(({ type }) => !HARMLESS.has(type) && ++harmful > MAX_PROBLEMS + 1);
  return cut === -1 ? token : { ...token, end: token.end.slice(0, cut) };
}

function* documents(source: SourceText, found: Diagnostic[]): Generator<Document.Parsed> {
  const composer = new Composer(OPTIONS);
  let errors = 0;
  const marks = tooManyMarksAt(source.text, MAX_DEPTH);
  if (marks !== undefined) {
    found.push(tooDeep(source, marks));
    return;
  }
  for (const token of new Parser().parse(source.text)) {
    if (token.type === 'error' && ++errors > MAX_PROBLEMS + 1) continue;
    const deep = tooDeepAt(token, MAX_DEPTH);
    if (deep === undefined) yield* filled(composer.next(withoutFlood(token)));
    else {
      found.push(tooDeep(source, deep));
      return;
    }
  }
  yield* filled(composer.end(false, source.text.length));
}

const tooDeep = (source: SourceText, at: number): Diagnostic =>
  diagnostic('container/too-deep', { limit: MAX_DEPTH }, spanOf(source, at, at + 1));

function* filled(all: Iterable<Document.Parsed>): Generator<Document.Parsed> {
  for (const document of all) if (!isEmpty(document)) yield document;
}
