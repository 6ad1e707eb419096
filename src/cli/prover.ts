import {
  type Backend,
  type Comparison,
  type ConvertOptions,
  closeLanes,
  compareLane,
  type Diagnostic,
  diagnostic,
  isProved,
  type Lane,
  type LoadedRule,
  type LoadOptions,
  mappedMaterial,
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
    if (!lane || (routed && !routed.rule)) return { proved: false, against: false };
    const held = routed?.rule
      ? mappedMaterial(loaded.rule, { ...routed, rule: routed.rule }, this.#seed)
      : { rule: loaded.rule, material: materialFor(loaded.rule, { seed: this.#seed }), lost: 0 };
    if ('reason' in held) return { proved: false, against: false, problem: notRun(loaded, backend, held.reason) };
    const found = await compareLane({ ...loaded, rule: held.rule }, lane, held.material, this.#load, held.finder);
    return shownBy(loaded, found, proofOf(found, this.#seed), held.lost);
  }
}

const notRun = ({ metadata, span }: Usable, { id: target }: Backend, reason: string): Diagnostic =>
  diagnostic('target/not-run', { target, name: metadata.name, reason }, span);

/** What a run says of an output. `lost`: of so many events or streams the mapped rule says something else than the rule. */
function shownBy(loaded: Usable, found: Comparison, made: Proof | undefined, lost: number): Shown {
  const proof = made && { ...made, differences: made.differences + lost };
  const shown = { ...(proof && { proof }), proved: isProved(found) && lost === 0 };
  const against = found.status === 'unannounced' || found.status === 'failed' || lost > 0;
  const base = { target: found.target, name: loaded.metadata.name };
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
