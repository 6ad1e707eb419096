/** A key that may come next on the way to a field, and the place in the field's name behind it. */
interface Step {
  readonly key: string;
  readonly next: number;
}

/** The keys with which a dotted name may go on at a place: all of the rest, or up to one of its dots. Last to be visited first. */
function stepsAt(name: string, at: number): readonly Step[] {
  const steps: Step[] = [{ key: name.slice(at), next: name.length + 1 }];
  for (let dot = name.lastIndexOf('.'); dot >= at; dot = dot === 0 ? -1 : name.lastIndexOf('.', dot - 1)) {
    steps.push({ key: name.slice(at, dot), next: dot + 1 });
  }
  return [...steps.slice(1), ...steps.slice(0, 1)];
}

/** The same for a name of very many parts: asks the object for its keys instead. */
function ownSteps(name: string, at: number, node: object): readonly Step[] {
  const fits = Object.keys(node).filter((key) => {
    const end = at + key.length;
    return name.startsWith(key, at) && (end === name.length || name[end] === '.');
  });
  return fits.map((key) => ({ key, next: at + key.length + 1 }));
}

/**
 * Remembers the objects met at each place, once an event has proved to be large: one built by hand may hold itself, or one part in
 * many places.
 */
function newVisits(): (node: object, at: number) => boolean {
  const seen = new Map<number, Set<object>>();
  let steps = 0;
  return (node, at) => {
    if (++steps < 2000) return false;
    const here = seen.get(at) ?? new Set();
    seen.set(at, here);
    return here.size === here.add(node).size;
  };
}

/** Whether a name has so many parts that its prefixes are too many to try. */
function isLong(name: string): boolean {
  return name.split('.', 17).length > 16;
}

/** The keys that lead on from an object at a place of a name, for short names made once. */
function stepper(name: string): (at: number, node: object) => readonly Step[] {
  if (isLong(name)) return (at, node) => ownSteps(name, at, node);
  const known = stepsOf(name);
  return (at) => known[at] ?? [];
}

/** The keys by the places of a name at which a part begins. */
function stepsOf(name: string): readonly (readonly Step[] | undefined)[] {
  const known: (readonly Step[] | undefined)[] = [];
  for (let at = 0; at <= name.length; at = name.indexOf('.', at) + 1 || name.length + 1) known[at] = stepsAt(name, at);
  return known;
}

interface Place {
  readonly value: unknown;
  readonly at: number;
}

const NO_ELEMENTS: readonly never[] = [];

/** The elements that a value at the end of the way stands for; nothing for a list that holds other than scalars. */
function elementsAt<T>(node: unknown, read: (raw: unknown) => T | null): readonly T[] | undefined {
  if (Array.isArray(node)) return elementsOf(node, read);
  const element = read(node);
  return element === null ? NO_ELEMENTS : [element];
}

function elementsOf<T>(list: readonly unknown[], read: (raw: unknown) => T | null): readonly T[] | undefined {
  const elements: T[] = [];
  for (const value of list) {
    if (typeof value === 'object' && value !== null) return undefined;
    const element = read(value);
    if (element !== null) elements.push(element);
  }
  return elements;
}

const NO_STEPS: readonly Step[] = [];

/** The step whose key a value has; null where it has more than one, or is a list. */
function onlyStep(steps: readonly Step[], node: unknown): Step | null | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  if (Array.isArray(node)) return null;
  let found: Step | undefined;
  for (const step of steps) {
    if (!Object.hasOwn(node, step.key)) continue;
    if (found) return null;
    found = step;
  }
  return found;
}

/** Reads a field where it is spelt in one way and no list stands on the way to it, as nearly always; nothing otherwise. */
function plainReader<T>(name: string, read: (raw: unknown) => T | null): (event: unknown) => readonly T[] | undefined {
  if (isLong(name)) return () => undefined;
  const end = name.length + 1;
  const known = stepsOf(name);
  return (event) => {
    let node = event;
    for (let at = 0; at !== end; ) {
      const step = onlyStep(known[at] ?? NO_STEPS, node);
      if (!step) return step === null ? undefined : NO_ELEMENTS;
      // Faster than Reflect.get, and the key is the object's own.
      node = (node as Readonly<Record<string, unknown>>)[step.key];
      at = step.next;
    }
    return elementsAt(node, read);
  };
}

/**
 * The way to a field: calls `visit` with every value that the dotted name leads to, until it returns true. An event may spell the
 * name flat, nested or mixed; a list stands for each of its elements. Only own keys count.
 */
function wayTo(name: string): (event: unknown, visit: (value: unknown) => boolean) => boolean {
  const end = name.length + 1;
  const steps = stepper(name);
  const goOn = (node: object, at: number, open: Place[]): void => {
    if (Array.isArray(node)) {
      for (let i = node.length - 1; i >= 0; i--) open.push({ value: node[i], at });
    } else if (at < end) {
      for (const { key, next } of steps(at, node)) {
        if (Object.hasOwn(node, key)) open.push({ value: Reflect.get(node, key), at: next });
      }
    }
  };
  return (event, visit) => {
    const open: Place[] = [{ value: event, at: 0 }];
    const visited = newVisits();
    for (let top = open.pop(); top !== undefined; top = open.pop()) {
      const { value, at } = top;
      if (at === end && visit(value)) return true;
      if (typeof value === 'object' && value !== null && !visited(value, at)) goOn(value, at, open);
    }
    return false;
  };
}

/** While a matcher takes an event, which nobody changes meanwhile: the number of the push, else 0. */
export const taking = { now: 0, count: 0 };

/** What an event's field comes to, kept for the steps of one push. */
function kept<T>(readEvent: (event: unknown) => readonly T[]): (event: unknown) => readonly T[] {
  let push = 0;
  let read: unknown;
  let known: readonly T[] = NO_ELEMENTS;
  return (event) => {
    if (taking.now === 0) return readEvent(event);
    if (push === taking.now && read === event) return known;
    known = readEvent(event);
    read = event;
    push = taking.now;
    return known;
  };
}

/** Reads a field: the elements that `read` accepts, in the order of the event. Empty: the field is absent. */
export function field<T>(name: string, read: (raw: unknown) => T | null): (event: unknown) => readonly T[] {
  const walk = wayTo(name);
  const plain = plainReader(name, read);
  return kept((event) => {
    const found = plain(event);
    if (found) return found;
    const elements: T[] = [];
    walk(event, (value) => {
      const element = read(value);
      if (element !== null) elements.push(element);
      return false;
    });
    return elements;
  });
}

/** Whether an event has the key of a field, whatever its value. */
export function hasKey(name: string): (event: unknown) => boolean {
  const walk = wayTo(name);
  return (event) => walk(event, () => true);
}

/** The elements, or one absent element where there is none. */
export function orAbsent<T>(elements: readonly T[]): readonly (T | null)[] {
  return elements.length > 0 ? elements : [null];
}
