import { type Frag, q, raw } from '../../src/target/frag.ts';
import type { Note } from '../../src/target/ledger.ts';
import type { Span } from '../../src/text/source-text.ts';
import { camelCase, constantCase, RESERVED, string } from './lexical.ts';
import { field, hasKey } from './runtime/field.ts';
import {
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
export const readers = {
  asText,
  asAsciiText,
  asSimpleText,
  asLong,
  asDouble,
  asBoolean,
  asIp,
  asDate,
  asVersion,
  asScalar,
} as const satisfies { readonly [K in HelperName]?: (raw: unknown) => unknown };

export type ReaderName = keyof typeof readers;
export type ElementOf<R extends ReaderName> = NonNullable<ReturnType<(typeof readers)[R]>>;

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
  readonly #taken = new Set<string>([...RESERVED, ...Object.keys(runtimeSource)]);
  readonly #byText = new Map<string, string>();
  readonly #slots = new Map<string, { readonly slot: number; uses: number; local: string }>();
  readonly #several: ReadonlySet<string>;

  /** `several`: the readers (see `readTwice`) whose elements are to be kept because they are asked for more than once. */
  constructor(several: ReadonlySet<string> = new Set()) {
    this.#several = several;
  }

  #name(wanted: string): string {
    let name = wanted;
    for (let i = 2; this.#taken.has(name); i++) name = `${wanted}${i}`;
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
    const bound = this.#bind(
      camelCase(name, 'read'),
      key,
      q(0)`${this.use('field')}(${string(name)}, ${this.use(reader)})`,
    );
    const known = this.#slots.get(key) ?? { slot: this.#slots.size, uses: 0, local: '' };
    known.uses++;
    this.#slots.set(key, known);
    if (this.#several.has(key) && known.local === '') known.local = this.#name(camelCase(name));
    const text = this.#several.has(key) ? q(0)`(${raw(known.local)} ??= ${bound}(event))` : q(0)`${bound}(event)`;
    // The table gives each reader's own element type; TypeScript does not follow it through the index.
    const read = field(name, readers[reader] as (raw: unknown) => ElementOf<R> | null);
    const { slot } = known;
    const run = (view: View) => {
      view.slots[slot] ??= read(view.event);
      return view.slots[slot] as readonly ElementOf<R>[];
    };
    return { text, run };
  }

  /** Whether the event has a field's key. */
  key(name: string): Dual<(view: View) => boolean> {
    const bound = this.#bind(camelCase(name, 'has'), `key ${name}`, q(0)`${this.use('hasKey')}(${string(name)})`);
    const test = hasKey(name);
    return { text: q(0)`${bound}(event)`, run: (view) => test(view.event) };
  }

  /** The readers that were asked for more than once. */
  readTwice(): ReadonlySet<string> {
    return new Set([...this.#slots].flatMap(([key, { uses }]) => (uses > 1 ? [key] : [])));
  }

  /** The variables that keep elements while one event is looked at. */
  get locals(): readonly string[] {
    return [...this.#slots.values()].flatMap(({ local }) => (local === '' ? [] : [local]));
  }

  fail(construct: string, why: string, origin: Span | undefined): void {
    this.failures.push({ effect: 'unsupported', construct, why, ...(origin && { origin }) });
  }
}
