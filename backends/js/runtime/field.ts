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
  const asksObject = isLong(name);
  const known: (readonly Step[] | undefined)[] = [];
  return (at, node) => {
    if (asksObject) return ownSteps(name, at, node);
    known[at] ??= stepsAt(name, at);
    return known[at];
  };
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

const SEVERAL: Step = { key: '', next: 0 };

/** The step whose key an object has; `SEVERAL` where it has more than one. */
function onlyStep(steps: readonly Step[], node: object): Step | undefined {
  let found: Step | undefined;
  for (const step of steps) {
    if (!Object.hasOwn(node, step.key)) continue;
    if (found) return SEVERAL;
    found = step;
  }
  return found;
}

/** Reads a field where it is spelt in one way and no list stands on the way to it, as nearly always; nothing otherwise. */
function plainReader<T>(name: string, read: (raw: unknown) => T | null): (event: unknown) => readonly T[] | undefined {
  const end = name.length + 1;
  const steps = stepper(name);
  const readAt = (node: unknown, at: number): readonly T[] | undefined => {
    if (at === end) return elementsAt(node, read);
    if (typeof node !== 'object' || node === null) return NO_ELEMENTS;
    const step = Array.isArray(node) ? SEVERAL : onlyStep(steps(at, node), node);
    if (!step) return NO_ELEMENTS;
    return step === SEVERAL ? undefined : readAt(Reflect.get(node, step.key), step.next);
  };
  return isLong(name) ? () => undefined : (event) => readAt(event, 0);
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

/** Reads a field: the elements that `read` accepts, in the order of the event. Empty: the field is absent. */
export function field<T>(name: string, read: (raw: unknown) => T | null): (event: unknown) => readonly T[] {
  const walk = wayTo(name);
  const plain = plainReader(name, read);
  return (event) => {
    const found = plain(event);
    if (found) return found;
    const elements: T[] = [];
    walk(event, (value) => {
      const element = read(value);
      if (element !== null) elements.push(element);
      return false;
    });
    return elements;
  };
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
