import { filterCondition } from '../../src/ir/build.ts';
import type { EventFilter } from '../../src/ir/query.ts';
import { type Connectives, type Emitted, emitCond } from '../../src/target/emit-cond.ts';
import { type Doc, enclosed, type Frag, parens, q, raw } from '../../src/target/frag.ts';
import { emitHasKey, emitHasValue, emitKeyword, emitLeaf } from './leaf.ts';
import { LEVEL } from './levels.ts';
import type { Place } from './scope.ts';

/** Two-valued forms need no guard; the doc tells them, through the marks and brackets around it. */
class TwoValued {
  readonly #docs = new WeakSet<object>();

  mark(emitted: Emitted): Emitted {
    if (typeof emitted.frag.doc === 'object') this.#docs.add(emitted.frag.doc);
    return emitted;
  }

  has(doc: Doc): boolean {
    if (typeof doc !== 'object') return false;
    if (this.#docs.has(doc)) return true;
    return 'kind' in doc && (doc.kind === 'origin' || doc.kind === 'indent') && this.has(doc.doc);
  }
}

const coalesced = (frag: Frag): Frag => enclosed('COALESCE(', [frag, raw('FALSE')], ')');

function connectives(place: Place, twoValued: TwoValued): Connectives {
  const complement = (operand: Frag): Frag => {
    const sure = twoValued.has(operand.doc);
    const guarded = sure ? parens(operand, LEVEL.not - 1) : coalesced(operand);
    return twoValued.mark({ frag: q(LEVEL.not)`NOT ${guarded}`, notes: [] }).frag;
  };
  return {
    and: { word: 'AND', level: LEVEL.junction },
    or: { word: 'OR', level: LEVEL.junction },
    not: { emit: complement, operandLevel: LEVEL.junction },
    true: raw('TRUE'),
    false: raw('FALSE'),
    longestChain: place.dialect.longestChain,
    alwaysBracket: false,
  };
}

/** A condition in SQL. The guard stands around what a NOT negates, where three values come to two. */
export function emitCondition(place: Place, filter: EventFilter): Emitted {
  const twoValued = new TwoValued();
  return emitCond(filterCondition(filter), connectives(place, twoValued), {
    leaf: (node) => {
      const emitted = emitLeaf(place, node);
      return emitted.twoValued ? twoValued.mark(emitted) : emitted;
    },
    'has-value': (node) => twoValued.mark(emitHasValue(place, node)),
    'has-key': (node) => twoValued.mark(emitHasKey(place, node)),
    keyword: (node) => emitKeyword(place, node),
  });
}
