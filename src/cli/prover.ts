import {
  type Backend,
  closeLanes,
  compareTarget,
  type Diagnostic,
  diagnostic,
  generateEvents,
  isProved,
  type Lane,
  type LoadedRule,
  type LoadOptions,
  openLanes,
  type Proof,
  proofOf,
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

  async prove(loaded: Usable, backend: Backend): Promise<Shown> {
    const lane = this.#lanes.find((one) => one.backend === backend);
    if (!lane) return { proved: false, against: false };
    const events = generateEvents(loaded.rule, { seed: this.#seed }).map(({ event }) => event);
    const found = await compareTarget(loaded, backend, lane.runner, events, this.#load);
    const proof = proofOf(found, this.#seed);
    const shown = { ...(proof && { proof }), proved: isProved(found) };
    const against = found.status === 'unannounced' || found.status === 'failed';
    const base = { target: backend.id, name: loaded.metadata.name };
    if (found.fault) {
      const { reason } = found.fault;
      return { ...shown, against, problem: diagnostic('target/not-taken', { ...base, reason }, loaded.span) };
    }
    if (against) {
      const count = proof?.differences ?? 0;
      return { ...shown, against, problem: diagnostic('target/disproved', { ...base, count }, loaded.span) };
    }
    if (found.reason === undefined) return { ...shown, against };
    return { ...shown, against, problem: diagnostic('target/not-run', { ...base, reason: found.reason }, loaded.span) };
  }
}
