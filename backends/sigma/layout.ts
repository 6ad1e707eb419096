import type { Printable } from '../../src/formats/print-yaml.ts';
import { firstField, hintOf } from './names.ts';
import { addItem, contentOf, isEntry, isKeyword, printRow, type Row } from './rows.ts';
import { anyOf, type Not, type Tree } from './tree.ts';

/** A condition's text; `level` as precedence has it: 0 a name or a negation, 1 `and`, 2 `or`. */
export interface Expression {
  readonly text: string;
  readonly level: 0 | 1 | 2;
}

const bind = ({ text, level }: Expression, limit: number): string => (level > limit ? `(${text})` : text);

export const chained = (parts: readonly Expression[], word: 'and' | 'or'): Expression => {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  // Unlike operators get brackets even where precedence would do, as people write conditions.
  return { text: parts.map((part) => bind(part, 0)).join(` ${word} `), level: word === 'and' ? 1 : 2 };
};

const negation = (inner: Expression): Expression => ({ text: `not ${bind(inner, 0)}`, level: 0 });

/** The parts of a row as trees of their own, or one part that is no row. */
type Piece = { readonly row: Row } | { readonly part: Tree };

/** Neighbours that fit one map become one; the order stays. */
function piecesOf(parts: readonly Tree[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let open: Row | undefined;
  for (const part of parts) {
    if (!isEntry(part)) {
      open = undefined;
      pieces.push({ part });
    } else if (!open || isOther(open, part) || !addItem(open, part.item)) {
      open = new Map();
      addItem(open, part.item);
      pieces.push({ row: open });
    }
  }
  return pieces;
}

/** Keywords and fields stand in identifiers of their own. */
const isOther = (row: Row, { item }: { readonly item: { readonly field: string } }): boolean =>
  [...row.values()].some(({ field }) => (field === '') !== (item.field === ''));

/** Whether an alternative can stand in a list of maps beside others. */
const isFlat = (tree: Tree): boolean => !isKeyword(tree) && contentOf(tree) !== undefined;

/** Neighbours that fit one list of maps become one. */
function runsOf(parts: readonly Tree[]): readonly Tree[] {
  const runs: { readonly flat: boolean; readonly trees: Tree[] }[] = [];
  for (const part of parts) {
    const flat = isFlat(part);
    const last = runs.at(-1);
    if (flat && last?.flat) last.trees.push(part);
    else runs.push({ flat, trees: [part] });
  }
  return runs.map(({ trees }) => anyOf(trees));
}

/** How groups of exceptions begin: those of the rule, optional ones, more. */
const FILTERS = ['filter_main', 'filter_optional'];

/** Lays a detection out in named search identifiers. What it says has the order of the tree. */
export class Layout {
  readonly identifiers = new Map<string, Printable>();
  readonly #counts = new Map<string, number>();
  #groups = 0;

  #declare(wanted: string, content: Printable): Expression {
    let count = this.#counts.get(wanted) ?? 0;
    let name = wanted;
    do {
      count++;
      name = count === 1 ? wanted : `${wanted}_${count}`;
    } while (this.identifiers.has(name));
    this.#counts.set(wanted, count);
    this.identifiers.set(name, content);
    return { text: name, level: 0 };
  }

  #named(prefix: string, field: string, content: Printable): Expression {
    if (field !== '') return this.#declare(`${prefix}_${hintOf(field)}`, content);
    return this.#declare(prefix === 'selection' ? 'keywords' : `${prefix}_keywords`, content);
  }

  /** The first map of several fields is the main one. */
  #row(row: Row, prefix: string): Expression {
    const [first] = row.values();
    const isMain = prefix === 'selection' && row.size > 1 && !this.#counts.has('selection_main');
    return isMain
      ? this.#declare('selection_main', printRow(row))
      : this.#named(prefix, first?.field ?? '', printRow(row));
  }

  #piece(piece: Piece, prefix: string): Expression {
    return 'row' in piece ? this.#row(piece.row, prefix) : this.expression(piece.part, prefix);
  }

  expression(tree: Tree, prefix = 'selection'): Expression {
    const content = contentOf(tree);
    if (content !== undefined) return this.#named(prefix, firstField(tree), content);
    if (tree.kind === 'not') return negation(this.expression(tree.inner, 'filter_nested'));
    if (tree.kind === 'any') return this.#alternatives(runsOf(tree.parts), prefix);
    const parts = tree.kind === 'all' ? tree.parts : [tree];
    return chained(
      piecesOf(parts).map((piece) => this.#piece(piece, prefix)),
      'and',
    );
  }

  /** One run of alternatives without a map of its own, such as two keywords of which both must hold, or several runs. */
  #alternatives(runs: readonly Tree[], prefix: string): Expression {
    return chained(
      runs.map((run) => this.expression(run, prefix)),
      'or',
    );
  }

  /** The terms of the whole condition, in order. */
  terms(parts: readonly Tree[]): readonly Expression[] {
    const negated = parts.filter((part) => part.kind === 'not').length;
    const isOnly = negated === 1;
    let single: string | undefined;
    return piecesOf(parts).map((piece) => {
      if ('row' in piece || piece.part.kind !== 'not') return this.#piece(piece, 'selection');
      const { part } = piece;
      if (isOnly || part.inner.kind === 'any') return this.#exceptions(part, this.#group());
      single ??= this.#group();
      return negation(this.expression(part.inner, single));
    });
  }

  #group(): string {
    this.#groups++;
    return FILTERS[this.#groups - 1] ?? `filter_group${this.#groups}`;
  }

  /** What must not hold: each alternative its own filter, if one search identifier can hold each. */
  #exceptions({ inner }: Not, prefix: string): Expression {
    const parts = inner.kind === 'any' ? inner.parts : [inner];
    const contents = parts.map(contentOf);
    const found = contents.filter((content) => content !== undefined);
    if (found.length < contents.length) return negation(this.expression(inner, prefix));
    parts.forEach((part, i) => {
      this.#named(prefix, firstField(part), found[i] ?? null);
    });
    return { text: `not 1 of ${prefix}_*`, level: 0 };
  }
}
