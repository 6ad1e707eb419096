import type { Comparison, Difference, Status } from './compare.ts';

/** What running one output showed. */
export interface Proof {
  /** Events for which the output had a verdict. */
  readonly events: number;
  /** What ran it, with versions. */
  readonly engines: readonly { readonly name: string; readonly version: string }[];
  /** Verdicts other than the rule's that no entry of the ledger announces; of a stateful rule the streams with other matches. */
  readonly differences: number;
  /** Verdicts other than the rule's on events that break an assumption of the ledger, or that it says are lost or added. */
  readonly announced: number;
  /** Of the generated events. */
  readonly seed: number;
}

/** Whether a status says that the output was run and means what its ledger claims. */
const SHOWS: { readonly [S in Status]: boolean } = {
  exact: true,
  conditional: true,
  wider: true,
  narrower: true,
  differs: true,
  unannounced: false,
  failed: false,
  unsupported: false,
  'not run': false,
};

/** Whether a run showed that an output means what its ledger claims: some event had a verdict, and none was unannounced. */
export const isProved = ({ status, held }: Comparison): boolean => SHOWS[status] && held > 0;

/** Differences as people count them: an event is one, in however many ways it was run. */
export const placesOf = (differences: readonly Difference[]): number =>
  new Set(differences.map(({ place }) => place)).size;

export const isAnnounced = ({ announced }: Difference): boolean => announced !== undefined;

/** The proof of an output that was run; nothing where nothing ran it. */
export function proofOf({ runner, held, differences }: Comparison, seed: number): Proof | undefined {
  if (!runner) return undefined;
  return {
    events: held,
    engines: [runner],
    differences: placesOf(differences.filter((one) => !isAnnounced(one))),
    announced: placesOf(differences.filter(isAnnounced)),
    seed,
  };
}

/** A proof on one line, for the head of an output. */
export function proofLine({ events, engines, differences, announced, seed }: Proof): string {
  const by = engines.map(({ name, version }) => `${name} ${version}`).join(', ');
  return `proof: ${events} events on ${by}, seed ${seed}: ${differences} unannounced differences, ${announced} announced`;
}
