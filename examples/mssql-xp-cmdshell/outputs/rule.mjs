// title: Execution via MSSQL xp_cmdshell Stored Procedure
// severity: high
// tags: Elastic, Host, Windows, Threat Detection, Execution
// license: Elastic License v2
export const rule = {
  title: 'Execution via MSSQL xp_cmdshell Stored Procedure',
  severity: 'high',
  riskScore: 73,
  tags: ['Elastic', 'Host', 'Windows', 'Threat Detection', 'Execution'],
};

// What the helpers at the end share

const NO_ELEMENTS = [];
/** While a matcher takes an event, which nobody changes meanwhile: the number of the push, else 0. */
const taking = { now: 0, count: 0 };
const NO_STEPS = [];

const readEventCategory = field('event.category', asText);
const readEventType = field('event.type', asText);
const lowerProcessName = field('process.name', asAsciiText);
const lowerProcessParentName = field('process.parent.name', asAsciiText);
const lowerProcessArgs = field('process.args', asAsciiText);
const PROCESS_ARGS = new Set([
  'diskfree', 'rmdir', 'mkdir', 'dir', 'del', 'rename', 'bcp', 'k:\\mssql\\backup\\msdb',
  'k:\\mssql\\backup\\logins'
]);

/** Whether an event, as JSON.parse gives it, passes the rule. */
export function matches(event) {
  return (
    readEventCategory(event).includes('process')
    && readEventType(event).some((v) => v === 'start' || v === 'process_started')
    && lowerProcessName(event).includes('cmd.exe')
    && lowerProcessParentName(event).includes('sqlservr.exe')
    && !lowerProcessArgs(event).some(
      (v) => PROCESS_ARGS.has(v)
      || v.startsWith('\\\\')
      || v.includes('xmlnamespaces')
      || glob(v, [['', ':\\mssql\\backup\\jobs\\sql_agent_backup_job.ps1']])
    )
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

/** Folds A to Z; every other character stays. */
function foldAscii(text) {
  return text.replace(/[A-Z]+/g, (run) => run.toLowerCase());
}

/** A text with A to Z folded. */
function asAsciiText(raw) {
  const text = asText(raw);
  if (text === null) return null;
  // All in ASCII, the platform's own folding does the same, and faster.
  return /\P{ASCII}/u.test(text) ? foldAscii(text) : text.toLowerCase();
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
