// title: Volume Shadow Copies Deleted by a Command
// id: 0b0f6a3e-6f0e-4d36-9f0c-5a1f7a3c2e64
// severity: high
// tags: attack.impact, attack.t1490
export const rule = {
  id: '0b0f6a3e-6f0e-4d36-9f0c-5a1f7a3c2e64',
  title: 'Volume Shadow Copies Deleted by a Command',
  severity: 'high',
  tags: ['attack.impact', 'attack.t1490'],
};

// What the helpers at the end share

/**
 * The one case fold of isorule (docs/semantics.md, "Case").
 *
 * ASCII letters fold among themselves only. Other letters fold by Unicode simple case folding, unless that would give an
 * ASCII letter: the Kelvin sign, the long s and the dotted capital I stay what they are.
 */
const simple = new Map();
const NO_ELEMENTS = [];
/** While a matcher takes an event, which nobody changes meanwhile: the number of the push, else 0. */
const taking = { now: 0, count: 0 };
const NO_STEPS = [];

const lowerImage = field('Image', asSimpleText);
const lowerOriginalFileName = field('OriginalFileName', asSimpleText);
const lowerCommandLine = field('CommandLine', asSimpleText);
const lowerParentImage = field('ParentImage', asSimpleText);
const lowerUser = field('User', asSimpleText);
const readParentImage = field('ParentImage', asText);
const lowerIntegrityLevel = field('IntegrityLevel', asSimpleText);

/** Whether an event, as JSON.parse gives it, passes the rule. */
export function matches(event) {
  let commandLine;
  return (
    (
      lowerImage(event).some((v) => v.endsWith('\\vssadmin.exe') || v.endsWith('\\wmic.exe'))
      || lowerOriginalFileName(event).some((v) => v === 'vssadmin.exe' || v === 'wmic.exe')
    )
    && (commandLine ??= lowerCommandLine(event)).some((v) => v.includes('shadow'))
    && (commandLine ??= lowerCommandLine(event)).some((v) => v.includes('delete'))
    && !(
      (
        lowerParentImage(event).includes('c:\\program files\\example backup\\agent.exe')
        && (commandLine ??= lowerCommandLine(event)).some((v) => v.includes(' /oldest'))
      )
      || lowerUser(event).some((v) => glob(v, [['svc-backup-', ''], ['']]))
    )
    && !(!(readParentImage(event).length > 0) && lowerIntegrityLevel(event).includes('system'))
  );
}

export default matches;

// Helpers

/** Digits with a decimal point and no exponent for a real number as JavaScript writes it: `1.5e-7` is `0.00000015`. */
function withoutExponent(written) {
  const [digits = '', exponent] = written.split('e-');
  if (exponent === undefined) return written;
  const sign = digits.startsWith('-') ? '-' : '';
  const all = digits.replace(/[-.]/g, '');
  return `${sign}0.${'0'.repeat(Number(exponent) - 1)}${all}`;
}

/**
 * Plain decimal spelling (docs/semantics.md, "Reading a field"): whole numbers without exponent or `.0`, others as the shortest
 * decimal that reads back to the same double; booleans as `true` and `false`.
 */
function plainDecimal(value) {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);
  return Number.isInteger(value) ? String(BigInt(value)) : withoutExponent(String(value));
}

/** A text; numbers in plain decimal spelling, booleans as `true` and `false`. */
function asText(raw) {
  if (typeof raw === 'string') return raw;
  return typeof raw === 'number' || typeof raw === 'bigint' || typeof raw === 'boolean' ? plainDecimal(raw) : null;
}

function single(text) {
  const code = text.codePointAt(0);
  return code !== undefined && String.fromCodePoint(code).length === text.length ? code : undefined;
}

function foldCodePoint(code) {
  const known = simple.get(code);
  if (known !== undefined) return known;
  const self = String.fromCodePoint(code);
  const upper = single(self.toUpperCase()) ?? code;
  const lower = single(String.fromCodePoint(upper).toLowerCase()) ?? single(self.toLowerCase()) ?? code;
  const folded = lower < 128 ? self : String.fromCodePoint(lower);
  simple.set(code, folded);
  return folded;
}

/** Folds every letter by the rule above. Never changes the number of code points. */
function foldSimple(text) {
  if (!/[^\0-\x7f]/.test(text)) return text.toLowerCase();
  return text.replace(/[\0-\x7f]+|[^\0-\x7f]/gu, (run) => {
    const code = run.codePointAt(0) ?? 0;
    return code < 128 ? run.toLowerCase() : foldCodePoint(code);
  });
}

/** A text with all letters folded. */
function asSimpleText(raw) {
  const text = asText(raw);
  return text === null ? null : foldSimple(text);
}

/** What an event's field comes to, kept for the steps of one push. */
function kept(readEvent) {
  let push = 0;
  let read;
  let known = NO_ELEMENTS;
  return (event) => {
    if (taking.now === 0) return readEvent(event);
    if (push === taking.now && read === event) return known;
    known = readEvent(event);
    read = event;
    push = taking.now;
    return known;
  };
}

function elementsOf(list, read) {
  const elements = [];
  for (const value of list) {
    if (typeof value === 'object' && value !== null) return undefined;
    const element = read(value);
    if (element !== null) elements.push(element);
  }
  return elements;
}

/** The elements that a value at the end of the way stands for; nothing for a list that holds other than scalars. */
function elementsAt(node, read) {
  if (Array.isArray(node)) return elementsOf(node, read);
  const element = read(node);
  return element === null ? NO_ELEMENTS : [element];
}

/** Whether a name has so many parts that its prefixes are too many to try. */
function isLong(name) {
  return name.split('.', 17).length > 16;
}

/** The step whose key a value has; null where it has more than one, or is a list. */
function onlyStep(steps, node) {
  if (typeof node !== 'object' || node === null) return undefined;
  if (Array.isArray(node)) return null;
  let found;
  for (const step of steps) {
    if (!Object.hasOwn(node, step.key)) continue;
    if (found) return null;
    found = step;
  }
  return found;
}

/** The keys with which a dotted name may go on at a place: all of the rest, or up to one of its dots. Last to be visited first. */
function stepsAt(name, at) {
  const steps = [{ key: name.slice(at), next: name.length + 1 }];
  for (let dot = name.lastIndexOf('.'); dot >= at; dot = dot === 0 ? -1 : name.lastIndexOf('.', dot - 1)) {
    steps.push({ key: name.slice(at, dot), next: dot + 1 });
  }
  return [...steps.slice(1), ...steps.slice(0, 1)];
}

/** The keys by the places of a name at which a part begins. */
function stepsOf(name) {
  const known = [];
  for (let at = 0; at <= name.length; at = name.indexOf('.', at) + 1 || name.length + 1) known[at] = stepsAt(name, at);
  return known;
}

/** Reads a field where it is spelt in one way and no list stands on the way to it, as nearly always; nothing otherwise. */
function plainReader(name, read) {
  if (isLong(name)) return () => undefined;
  const end = name.length + 1;
  const known = stepsOf(name);
  return (event) => {
    let node = event;
    for (let at = 0; at !== end; ) {
      const step = onlyStep(known[at] ?? NO_STEPS, node);
      if (!step) return step === null ? undefined : NO_ELEMENTS;
      // Faster than Reflect.get, and the key is the object's own.
      node = (node)[step.key];
      at = step.next;
    }
    return elementsAt(node, read);
  };
}

/**
 * Remembers the objects met at each place, once an event has proved to be large: one built by hand may hold itself, or one part in
 * many places.
 */
function newVisits() {
  const seen = new Map();
  let steps = 0;
  return (node, at) => {
    if (++steps < 2000) return false;
    const here = seen.get(at) ?? new Set();
    seen.set(at, here);
    return here.size === here.add(node).size;
  };
}

/** The same for a name of very many parts: asks the object for its keys instead. */
function ownSteps(name, at, node) {
  const fits = Object.keys(node).filter((key) => {
    const end = at + key.length;
    return name.startsWith(key, at) && (end === name.length || name[end] === '.');
  });
  return fits.map((key) => ({ key, next: at + key.length + 1 }));
}

/** The keys that lead on from an object at a place of a name, for short names made once. */
function stepper(name) {
  if (isLong(name)) return (at, node) => ownSteps(name, at, node);
  const known = stepsOf(name);
  return (at) => known[at] ?? [];
}

/**
 * The way to a field: calls `visit` with every value that the dotted name leads to, until it returns true. An event may spell the
 * name flat, nested or mixed; a list stands for each of its elements. Only own keys count.
 */
function wayTo(name) {
  const end = name.length + 1;
  const steps = stepper(name);
  const goOn = (node, at, open) => {
    if (Array.isArray(node)) {
      for (let i = node.length - 1; i >= 0; i--) open.push({ value: node[i], at });
    } else if (at < end) {
      for (const { key, next } of steps(at, node)) {
        if (Object.hasOwn(node, key)) open.push({ value: Reflect.get(node, key), at: next });
      }
    }
  };
  return (event, visit) => {
    const open = [{ value: event, at: 0 }];
    const visited = newVisits();
    for (let top = open.pop(); top !== undefined; top = open.pop()) {
      const { value, at } = top;
      if (at === end && visit(value)) return true;
      if (typeof value === 'object' && value !== null && !visited(value, at)) goOn(value, at, open);
    }
    return false;
  };
}

/** Reads a field: the elements that `read` accepts, in the order of the event. Empty: the field is absent. */
function field(name, read) {
  const walk = wayTo(name);
  const plain = plainReader(name, read);
  return kept((event) => {
    const found = plain(event);
    if (found) return found;
    const elements = [];
    walk(event, (value) => {
      const element = read(value);
      if (element !== null) elements.push(element);
      return false;
    });
    return elements;
  });
}

/** The units (1 or 2) of the code point that starts at a UTF-16 offset. */
function unitsAt(text, offset) {
  return (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
}

/** Where a run that begins at `at` ends, or -1. */
function runEnd(text, run, at) {
  let end = at;
  for (const [i, piece] of run.entries()) {
    if (i > 0 && end === text.length) return -1;
    if (i > 0) end += unitsAt(text, end);
    if (!text.startsWith(piece, end)) return -1;
    end += piece.length;
  }
  return end;
}

/** Where the first run at or after `from` ends, or -1. */
function findRun(text, run, from) {
  const [first = ''] = run;
  for (let at = text.indexOf(first, from); at !== -1; at = text.indexOf(first, at + unitsAt(text, at))) {
    const end = runEnd(text, run, at);
    if (end !== -1 || at >= text.length) return end;
  }
  return -1;
}

/** Where a run that ends with the text begins, or -1. */
function runStart(text, run) {
  let start = text.length;
  for (const [i, piece] of [...run].reverse().entries()) {
    if (i > 0 && start === 0) return -1;
    if (i > 0) start -= start > 1 ? unitsAt(text, start - 2) : 1;
    if (!text.endsWith(piece, start)) return -1;
    start -= piece.length;
  }
  return start;
}

/**
 * Whether a wildcard pattern covers a text: runs with any number of any characters between each two. Each run takes the first place
 * where it fits, so that there is no way back.
 */
function glob(text, runs) {
  const [first = [], ...rest] = runs;
  const last = rest.pop();
  let at = runEnd(text, first, 0);
  if (last === undefined) return at === text.length;
  for (let i = 0; i < rest.length && at !== -1; i++) at = findRun(text, rest[i] ?? [], at);
  return at !== -1 && runStart(text, last) >= at;
}
