import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Constant } from '../../ir/value.ts';
import { covers } from '../choose-table.ts';
import { columnsOf } from '../definitions/index.ts';
import type { MappingPack, TargetTable } from '../pack.ts';
import { routeOf } from '../route.ts';
import { sourceEvent } from '../source-event.ts';
import { ecsToSigma } from './ecs-to-sigma.ts';
import { packs } from './index.ts';
import { sigmaToCim } from './sigma-to-cim.ts';
import { sigmaToOcsf } from './sigma-to-ocsf.ts';
import { sigmaToSysmon } from './sigma-to-sysmon.ts';
import { tablesThrough } from './through.ts';

type Fields = TargetTable['fields'];

const TEXTS = ['a', 'C:\\x\\a.exe', 'NT AUTHORITY\\SYSTEM', 'MD5=1,SHA256=ff', 'HKU\\S-1\\v', 'a -b "c d"', '10.0.0.1'];

const asJson = (one: Constant): unknown => {
  if (one.type === 'null' || typeof one.value === 'object') return null;
  return typeof one.value === 'bigint' ? Number(one.value) : one.value;
};

/** What the lookups of a table know of a column. */
const lookedUp = (fields: Fields, name: string): readonly unknown[] =>
  Object.values(fields).flatMap(({ definition }) =>
    definition.kind === 'lookup' && definition.column.name === name
      ? definition.pairs.map(({ target }) => asJson(target))
      : [],
  );

/** Events in the columns of a table. */
function eventsOf({ fields }: TargetTable): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const columns = Object.values(fields).flatMap(({ definition }) => columnsOf(definition));
  const values = columns.map(({ name, type }) => {
    const known = lookedUp(fields, name);
    const others = type === 'long' ? [1, 4, 4688] : type === 'ip' ? ['10.0.0.1'] : TEXTS;
    return [name, fc.constantFrom<unknown>(...known, ...others)] as const;
  });
  return fc.record(Object.fromEntries(values), { requiredKeys: [] });
}

const tableWith = (pack: MappingPack, id: string): TargetTable => {
  const table = pack.tables.find((one) => one.id === id);
  if (!table) throw new Error(`no table ${id}`);
  return table;
};

describe('tables by way of the Sigma taxonomy', () => {
  for (const next of [sigmaToSysmon, sigmaToCim, sigmaToOcsf]) {
    it(`say of an event in ${next.id} what both mappings say, one after the other`, () => {
      const tables = tablesThrough(ecsToSigma, next, () => ({ fields: {} }));
      expect(tables.length).toBeGreaterThan(15);
      for (const table of tables) {
        const between = tableWith(next, table.id);
        const first = ecsToSigma.tables.find(({ logSource }) =>
          between.serves.logSources?.some((one) => logSource !== undefined && covers(one, logSource)),
        );
        if (!first) throw new Error(`nothing leads to ${table.id}`);
        expect(Object.keys(table.fields).length).toBeGreaterThan(3);
        fc.assert(
          fc.property(eventsOf(between), (event) => {
            const one = sourceEvent(table, event);
            const other = sourceEvent(first, sourceEvent(between, event));
            for (const name of Object.keys(table.fields)) expect([name, one[name]]).toEqual([name, other[name]]);
          }),
          { numRuns: 40 },
        );
      }
    });
  }

  it('are no surer than either', () => {
    const tables = tablesThrough(ecsToSigma, sigmaToCim, () => ({ fields: {} }));
    const { fields } = tables.find(({ id }) => id === 'process_creation/windows') ?? { fields: {} as Fields };
    expect(fields['process.executable']).toMatchObject({ confidence: 'sure' });
    expect(fields['user.id']).toMatchObject({ confidence: 'guess' });
    expect(fields['process.args']).toMatchObject({ confidence: 'likely' });
    expect(fields['host.id']?.note).toBe(
      'the name stands for the id; good for joining only; the name, the full name or the address of the device',
    );
  });
});

describe('direct mappings', () => {
  it('are taken before two steps, and have names of their own', () => {
    for (const id of ['sysmon', 'cim', 'ocsf']) {
      const route = routeOf([id], 'ecs', packs);
      expect(route?.map((stage) => ('from' in stage ? stage.from : ''))).toEqual(['ecs']);
      const [pack] = packs.filter((one) => one.id === id && one.from === 'ecs');
      const ids = (pack?.tables ?? []).map((table) => table.id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});
