import { type Doc, type Frag, q, raw } from '../../src/target/frag.ts';
import type { Note } from '../../src/target/ledger.ts';
import type { Span } from '../../src/text/source-text.ts';
import { camelCase, constantCase, RESERVED, string } from './lexical.ts';
import { field, hasKey } from './runtime/field.ts';
import {
  asAddress,
  asAsciiText,
  asBoolean,
  asDate,
  asDouble,
  asIp,
  asLong,
  asScalar,
  asSimpleText,
  asText,
  asVersion,
} from './runtime/read.ts';
import { runtimeSource } from './runtime-source.generated.ts';

export type HelperName = keyof typeof runtimeSource;

/** How the elements of a field are read: the helper that reads one, by its name in a module. */
const readers = {
  asText,
  asAsciiText,
  asSimpleText,
  asLong,
  asDouble,
  asBoolean,
  asIp,
  asAddress,
  asDate,
  asVersion,
  asScalar,
} as const satisfies { readonly [K in HelperName]?: (raw: unknown) => unknown };

export type ReaderName = keyof typeof readers;
export type ElementOf<R extends ReaderName> = NonNullable<ReturnType<(typeof readers)[R]>>;

/** How the name of a reader begins, where not with `read`. */
const LEADS: { readonly [R in ReaderName]?: string } = {
  asAsciiText: 'lower',
  asSimpleText: 'lower',
  asAddress: 'address',
};

/** One event while a predicate looks at it: each field is read once, when it is wanted. */
export interface View {
  readonly event: unknown;
  readonly slots: unknown[];
}

/** The same thing twice: as text of a module, and as a closure of a predicate. */
export interface Dual<F> {
  readonly text: Frag;
  readonly run: F;
}

export type Reading<T> = Dual<(view: View) => readonly T[]>;

/** A field as one reader reads it. `call` is the text of the reading, and becomes final with `keepElements`. */
interface Slot {
  readonly index: number;
  readonly name: string;
  /** Made when a predicate first asks for it. */
  read?: (event: unknown) => readonly unknown[];
  uses: number;
  readonly call: Doc[];
}

interface Binding {
  readonly name: string;
  readonly value: Frag;
  readonly remark?: string;
}

/** What a module declares besides its condition, and what a predicate reads. Names are given once and never twice. */
export class Module {
  readonly helpers = new Set<HelperName>();
  readonly bindings: Binding[] = [];
  /** What no module can say. */
  readonly failures: Note[] = [];
  readonly #taken = new Set<string>();
  readonly #byText = new Map<string, string>();
  /** The fields read by the condition that is being written. */
  #slots = new Map<string, Slot>();

  #isTaken(name: string): boolean {
    return this.#taken.has(name) || RESERVED.has(name) || Object.hasOwn(runtimeSource, name);
  }

  #name(wanted: string): string {
    let name = wanted;
    for (let i = 2; this.#isTaken(name); i++) name = `${wanted}${i}`;
    this.#taken.add(name);
    return name;
  }

  /** The name of a helper, which will be part of the module. */
  use(helper: HelperName): Frag {
    this.helpers.add(helper);
    return raw(helper);
  }

  #bind(wanted: string, key: string, value: Frag, remark?: string): Frag {
    const known = this.#byText.get(key);
    if (known !== undefined) return raw(known);
    const name = this.#name(wanted);
    this.#byText.set(key, name);
    this.bindings.push({ name, value, ...(remark !== undefined && { remark }) });
    return raw(name);
  }

  /** A constant of the module, called after a field. Equal ones are one: `key` says all of the value. */
  constant(fieldName: string, key: string, value: Frag, remark?: string): Frag {
    return this.#bind(constantCase(fieldName), `constant ${key}`, value, remark);
  }

  /** The elements of a field. */
  read<R extends ReaderName>(name: string, reader: R): Reading<ElementOf<R>> {
    const key = `${reader} ${name}`;
    const slot = this.#slots.get(key) ?? this.#newSlot(key, name, reader);
    slot.uses++;
    const { index } = slot;
    const run = (view: View) => {
      slot.read ??= field<unknown>(name, readers[reader]);
      view.slots[index] ??= slot.read(view.event);
      // The table gives each reader's own element type; TypeScript does not follow it through the slots.
      return view.slots[index] as readonly ElementOf<R>[];
    };
    return { text: { level: 0, doc: slot.call }, run };
  }

  /** The function that reads the elements of a field. */
  reader<R extends ReaderName>(name: string, reader: R): Dual<(event: unknown) => readonly ElementOf<R>[]> {
    const value = q(0)`${this.use('field')}(${string(name)}, ${this.use(reader)})`;
    const text = this.#bind(camelCase(name, LEADS[reader] ?? 'read'), `${reader} ${name}`, value);
    // The table gives each reader's own element type.
    return { text, run: field(name, readers[reader] as (raw: unknown) => ElementOf<R> | null) };
  }

  /** A name of its own for something that the module declares. */
  declare(wanted: string): Frag {
    return raw(this.#name(wanted));
  }

  /** A constant under a name of its own. Equal ones are one: `key` says all of the value. */
  value(wanted: string, key: string, value: Frag): Frag {
    return this.#bind(wanted, key, value);
  }

  #newSlot(key: string, name: string, reader: ReaderName): Slot {
    const bound = this.reader(name, reader).text;
    const slot: Slot = { index: this.#slots.size, name, uses: 0, call: [bound.doc, '(event)'] };
    this.#slots.set(key, slot);
    return slot;
  }

  /** Whether the event has a field's key. */
  key(name: string): Dual<(view: View) => boolean> {
    const bound = this.#bind(camelCase(name, 'has'), `key ${name}`, q(0)`${this.use('hasKey')}(${string(name)})`);
    const test = hasKey(name);
    return { text: q(0)`${bound}(event)`, run: ({ event }) => test(event) };
  }

  /**
   * Ends a condition: gives the fields that it reads more than once a variable that keeps their elements, and tells these variables. To be called
   * when the condition is complete and not yet laid out.
   */
  keepElements(): readonly string[] {
    const several = [...this.#slots.values()].filter(({ uses }) => uses > 1);
    this.#slots = new Map();
    const locals = several.map(({ name, call }) => {
      const local = this.#name(camelCase(name));
      call.unshift(`(${local} ??= `);
      call.push(')');
      return local;
    });
    // They are variables of one function: another may have its own of the same name.
    for (const local of locals) this.#taken.delete(local);
    return locals;
  }

  fail(construct: string, why: string, origin: Span | undefined): void {
    this.failures.push({ effect: 'unsupported', construct, why, ...(origin && { origin }) });
  }
}
