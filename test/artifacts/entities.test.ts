import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENTITIES, entityColumns } from '../../src/artifacts/entities.ts';
import { PARSERS } from '../../src/mapping/packs/asim-words.ts';

type Tables = Readonly<Record<string, Readonly<Record<string, string>>>>;

const file = new URL('../../../shared/mapping/target_schemas.json', import.meta.url);
const here = existsSync(file);
if (!here) process.stdout.write("skipped: the vendors' tables are not beside the repository\n");

/** Names in the published lists of ASIM's parsers. */
const ASIM: Readonly<Record<string, string>> = {
  [PARSERS.process]: 'imProcessCreate',
  [PARSERS.file]: 'imFileEvent',
  [PARSERS.registry]: 'imRegistry',
  [PARSERS.network]: 'imNetworkSession',
  [PARSERS.dns]: '_Im_Dns',
  [PARSERS.web]: 'imWebSession',
  [PARSERS.authentication]: 'imAuthentication',
};

/** A web session is a network session with more columns. */
const WIDER: Readonly<Record<string, string>> = { imWebSession: 'imNetworkSession' };

describe.skipIf(!here)("the entities' columns", () => {
  const all = here ? (JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Tables>>) : {};
  const columnsOf = (table: string): readonly string[] => {
    const parser = ASIM[table] ?? '';
    const asim = all.sentinel_asim ?? {};
    const found = all.defender_xdr?.[table] ??
      all.log_analytics?.[table] ?? { ...asim.COMMON, ...asim[parser], ...asim[WIDER[parser] ?? ''] };
    return Object.keys(found);
  };

  it.each(Object.keys(ENTITIES))('are in the table %s', (table) => {
    expect(entityColumns(table).length).toBeGreaterThan(0);
    expect(columnsOf(table)).toEqual(expect.arrayContaining([...entityColumns(table)]));
  });
});
