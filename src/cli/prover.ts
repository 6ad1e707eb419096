import {
  type Backend,
  type ConvertOptions,
  closeLanes,
  compareLane,
  type Diagnostic,
  diagnostic,
  isProved,
  type Lane,
  type LoadedRule,
  type LoadOptions,
  mappingDifferences,
  materialFor,
  openLanes,
  type Proof,
  proofOf,
  throughMapping,
} from '../index.ts';
import { VERSION } from './version.ts';

type Usable = LoadedRule & { readonly rule: NonNullable<LoadedRule['rule']> };

/** What running an output showed; `against`: it does not mean what its ledger claims, and must not be written. */
export interface Shown {
  readonly proof?: Proof;
  readonly proved: boolean;
  readonly problem?: Diagnostic;
  readonly against: boolean;
}

type Mapping = Pick<ConvertOptions, 'mapping' | 'strictFields'>;

/** Of streams nothing yet says what a mapping makes of them, so that running the mapped rule alone would prove less than it says. */
function notHeld(loaded: Usable, backend: Backend): Shown {
  const reason = 'a rule that reads several events is not held against its mapping yet';
  const problem = diagnostic('target/not-run', { target: backend.id, name: loaded.metadata.name, reason }, loaded.span);
  return { proved: false, against: false, problem };
}

/** What is to be said of an output that was run: that it was not taken, `disproved` on so many events, or was not run at all. */
function problemOf(
  { fault, reason }: Awaited<ReturnType<typeof compareLane>>,
  disproved: number | undefined,
  { metadata: { name }, span }: Usable,
  { id: target }: Backend,
): Diagnostic | undefined {
  if (fault) return diagnostic('target/not-taken', { target, name, reason: fault.reason }, span);
  if (disproved !== undefined) return diagnostic('target/disproved', { target, name, count: disproved }, span);
  return reason === undefined ? undefined : diagnostic('target/not-run', { target, name, reason }, span);
}

/** Runs outputs of `convert --prove` on what can run them here. */
export class Prover {
  readonly #lanes: readonly Lane[];
  readonly #seed: number;
  readonly #load: LoadOptions;

  constructor(lanes: readonly Lane[], seed: number, load: LoadOptions) {
    this.#lanes = lanes;
    this.#seed = seed;
    this.#load = load;
  }

  static async open(targets: readonly Backend[], seed: number, load: LoadOptions): Promise<Prover> {
    return new Prover(await openLanes(targets, VERSION), seed, load);
  }

  close(): Promise<void> {
    return closeLanes(this.#lanes);
  }

  /** `mapping`: the rule is run in the columns of a platform, and what it says there is held against what the rule says of the mapped events. */
  async prove(loaded: Usable, backend: Backend, { mapping, strictFields = false }: Mapping = {}): Promise<Shown> {
    const lane = this.#lanes.find((one) => one.backend === backend);
    const routed = mapping && throughMapping(loaded.rule, mapping, { strictFields });
    const inColumns = routed ? routed.rule : loaded.rule;
    if (!lane || !inColumns) return { proved: false, against: false };
    if (routed && loaded.rule.query.kind !== 'event') return notHeld(loaded, backend);
    // What runs events knows the rule's own column of time, by which no event is found here.
    const rule = { ...inColumns, time: loaded.rule.time };
    const material = materialFor(rule, { seed: this.#seed });
    const found = await compareLane({ ...loaded, rule }, lane, material, this.#load);
    const events = 'events' in material ? material.events : [];
    const lost = routed ? mappingDifferences(loaded.rule, routed, events).length : 0;
    const made = proofOf(found, this.#seed);
    const proof = made && { ...made, differences: made.differences + lost };
    const shown = { ...(proof && { proof }), proved: isProved(found) && lost === 0 };
    const against = found.status === 'unannounced' || found.status === 'failed' || lost > 0;
    const problem = problemOf(found, against ? (proof?.differences ?? 0) : undefined, loaded, backend);
    return { ...shown, against, ...(problem && { problem }) };
  }
}
