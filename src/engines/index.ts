import { openClickhouse } from './clickhouse.ts';
import { openDuckdb } from './duckdb.ts';
import type { Engine, EngineId, EngineOptions } from './engine.ts';
import type { Missing } from './load-package.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

type Opener = (options: EngineOptions) => Promise<Engine | Missing>;

/** Every engine this room can start. */
const openers: { readonly [E in EngineId]: Opener } = {
  duckdb: openDuckdb,
  sqlite: openSqlite,
  postgres: openPostgres,
  clickhouse: openClickhouse,
};

export const engineIds = Object.keys(openers) as readonly EngineId[];

const open = new Map<EngineId, Promise<Engine | Missing>>();

async function start(id: EngineId, options: EngineOptions): Promise<Engine | Missing> {
  const engine = await openers[id](options);
  if ('missing' in engine) return engine;
  const close = async (): Promise<void> => {
    open.delete(id);
    await engine.close();
  };
  return { ...engine, close };
}

/**
 * The engine, started at first use and then shared by all who ask until somebody closes it (some take seconds to start); the
 * options of the first to ask hold. Or the reason why it can't be had on this machine.
 */
export function openEngine(id: EngineId, options: EngineOptions = {}): Promise<Engine | Missing> {
  const found = open.get(id) ?? start(id, options);
  open.set(id, found);
  return found;
}
