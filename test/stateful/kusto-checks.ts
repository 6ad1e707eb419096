import fc from 'fast-check';
import { expect, it } from 'vitest';
import { coveringReadings } from '../../src/emulate/kusto/readings.ts';
import { type KustoService, loadKustoService } from '../../src/engines/kusto-service.ts';
import type { EmitOptions } from '../../src/target/backend.ts';
import { holdBatches, timeLimit } from './hold-target.ts';
import { findOnKusto, kustoColumns, kustoText, runOnKusto } from './kusto-target.ts';
import { type Batch, oracleMatches, type Wanted } from './random-streams.ts';

// What is asked of every kind of stateful KQL. Each function declares a test.

/** An output that finds what the oracle finds, over so many streams. */
export interface Asked {
  readonly says: string;
  readonly wanted: Pick<Wanted, 'streams'>;
  readonly batches: fc.Arbitrary<Batch>;
  readonly streams: number;
  readonly options?: Partial<EmitOptions>;
  /** The fewest matches that the streams must have. Default 1. */
  readonly fewest?: number;
}

export function findsAll({ says, wanted, batches, streams, options, fewest = 1 }: Asked): void {
  it(
    says,
    async () => {
      const target = { name: `KQL, ${JSON.stringify(options ?? {})}, ${says}`, wanted, find: findOnKusto(options) };
      const { matches } = await holdBatches(target, batches, streams);
      expect(matches).toBeGreaterThanOrEqual(fewest);
    },
    timeLimit,
  );
}

/** The emulator's answers to what Microsoft's documents leave open change nothing. */
export function findsUnderEveryReading(batches: fc.Arbitrary<Batch>, options: Partial<EmitOptions> = {}): void {
  it('under every reading of what the documents leave open', () => {
    fc.assert(
      fc.property(batches, (batch) => {
        const text = kustoText(batch, options);
        const right = [...oracleMatches(batch)].sort();
        for (const readings of coveringReadings()) expect([...runOnKusto(text, batch, readings)].sort()).toEqual(right);
      }),
      { numRuns: 5 },
    );
  });
}

let service: KustoService | undefined;

async function loadedService(): Promise<KustoService> {
  if (service) return service;
  const loaded = await loadKustoService();
  if ('missing' in loaded) throw new Error(loaded.missing);
  service = loaded;
  return loaded;
}

/** Microsoft's own parser has nothing to say of any of the texts. */
export function binds(
  says: string,
  batches: fc.Arbitrary<Batch>,
  numRuns: number,
  options: Partial<EmitOptions> = {},
): void {
  it(
    says,
    async () => {
      const { check } = await loadedService();
      fc.assert(
        fc.property(batches, (batch) => {
          const text = kustoText(batch, options);
          const found = check(text, [{ name: options.table ?? 'Events', columns: kustoColumns(batch.rule) }]);
          expect([text, found.diagnostics, found.hasSemantics]).toEqual([text, [], true]);
        }),
        { numRuns },
      );
    },
    timeLimit,
  );
}
