import { jsonTextOf } from '../engines/json-text.ts';
import { holds } from '../eval/cond.ts';
import { allTexts, type Event, readField } from '../eval/read-field.ts';
import type { Cond } from '../ir/cond.ts';
import type { CaseRule } from '../ir/value.ts';
import { childConds, fieldsOfCond, mapValue } from '../ir/walk.ts';
import type { Note } from '../target/ledger.ts';

/** A test of a rule: a condition without conditions inside. */
type Test = Cond;

/** Whether the output may say something else of one test, on an event that breaks what a note assumes. */
type MayDiffer = (test: Test, event: Event, note: Note) => boolean;

/** The test with another fold for what ignores case; nothing where an expression has its fold in it. */
function refolded(test: Test, caseRule: CaseRule): Test | undefined {
  if (test.kind === 'keyword')
    return test.test.kind === 'regex' || test.test.caseRule === 'exact'
      ? undefined
      : { ...test, test: { ...test.test, caseRule } };
  if (test.kind !== 'leaf') return undefined;
  let known = true;
  const value = mapValue(test.value, (node) => {
    if (node.kind === 'regex') known = false;
    return 'caseRule' in node && node.caseRule !== 'exact' ? { ...node, caseRule } : node;
  });
  return known ? { ...test, value } : undefined;
}

/** The fold makes a difference only where the two of them do. */
const foldMatters: MayDiffer = (test, event) => {
  const [ascii, simple] = [refolded(test, 'ascii'), refolded(test, 'simple')];
  return ascii === undefined || simple === undefined || holds(ascii, event) !== holds(simple, event);
};

/** What an event may come in as: its values, a line or a blank between them, or its JSON. */
const rawTexts = (event: Event): readonly string[] => {
  const values = [...allTexts(event)].reverse();
  return [values.join('\n'), values.join(' '), jsonTextOf(event) ?? ''];
};

const isElsewhereInRaw: MayDiffer = (test, event) => {
  const found = holds(test, event);
  return rawTexts(event).some((raw) => holds(test, { raw }) !== found);
};

/** A keyword that is found, and in none of the fields that are searched for it: those that the note's event must not have. */
const isInOtherFields: MayDiffer = (test, event, { witness = {} }) => {
  const searched = Object.keys(witness).filter((name) => witness[name] === undefined);
  const own = Object.fromEntries(searched.map((name) => [name, readField(event, { name, type: 'unknown' })]));
  return holds(test, event) !== holds(test, own);
};

/** Assumptions whose failing can be told for each test; of the others any test of their fields may come out either way. */
const MAY_DIFFER: Readonly<Record<string, MayDiffer>> = {
  // No comparison holds then; that the field is there still does.
  'splunk/search-any-value': (test, event) => test.kind === 'leaf' && holds(test, event),
  'case/same-non-ascii': foldMatters,
  'splunk/raw-text': isElsewhereInRaw,
  'splunk/raw-one-value': isElsewhereInRaw,
  'keyword/in-fields': isInOtherFields,
};

/** Whether a note speaks of a test: one of the fields of its event; a keyword's of keywords, and of what stands for them. */
function speaksOf({ construct, witness }: Note, test: Test, names: ReadonlySet<string>): boolean {
  if (witness === undefined) return true;
  if (construct === 'keyword') return test.kind === 'keyword';
  const own = Object.keys(witness).filter((name) => names.has(name));
  if (own.length === 0 || test.kind === 'keyword') return own.length === 0;
  return fieldsOfCond(test).some(({ name }) => own.includes(name));
}

/** The verdicts that a condition may have where some of its tests may come out either way. */
interface May {
  readonly hold: boolean;
  readonly fail: boolean;
}

function mayBe(cond: Cond, event: Event, isOpen: (test: Test) => boolean): May {
  const parts = (): readonly May[] => childConds(cond).map((part) => mayBe(part, event, isOpen));
  switch (cond.kind) {
    case 'and': {
      const all = parts();
      return { hold: all.every(({ hold }) => hold), fail: all.some(({ fail }) => fail) };
    }
    case 'or': {
      const any = parts();
      return { hold: any.some(({ hold }) => hold), fail: any.every(({ fail }) => fail) };
    }
    case 'not': {
      const inner = mayBe(cond.inner, event, isOpen);
      return { hold: inner.fail, fail: inner.hold };
    }
    case 'true':
    case 'false':
    case 'leaf':
    case 'has-value':
    case 'has-key':
    case 'keyword': {
      if (isOpen(cond)) return { hold: true, fail: true };
      const found = holds(cond, event);
      return { hold: found, fail: !found };
    }
  }
}

/**
 * The first of some notes that announces a verdict on an event: those whose tests, coming out either way, can make it. A note about a test that
 * decides nothing there announces nothing.
 */
export function decidingNote(cond: Cond, notes: readonly Note[], event: Event, verdict: boolean): Note | undefined {
  const names = new Set(fieldsOfCond(cond).map(({ name }) => name));
  const open = new Map<Test, readonly Note[]>();
  const notesOn = (test: Test): readonly Note[] => {
    const found =
      open.get(test) ??
      notes.filter(
        (note) => speaksOf(note, test, names) && (MAY_DIFFER[note.assumption ?? '']?.(test, event, note) ?? true),
      );
    open.set(test, found);
    return found;
  };
  const { hold, fail } = mayBe(cond, event, (test) => notesOn(test).length > 0);
  if (!(verdict ? hold : fail)) return undefined;
  return [...open.values()].flat()[0];
}
