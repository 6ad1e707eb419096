import type { Engine, EngineOptions } from '../../src/engines/engine.ts';
import { engineIds, openEngine } from '../../src/engines/index.ts';
import { isMissing } from '../../src/engines/load-package.ts';

/** The engines that this machine has, each with its version printed; of the others a line says why not. */
export async function availableEngines(options: EngineOptions = {}): Promise<readonly Engine[]> {
  const found: Engine[] = [];
  for (const id of engineIds) {
    const engine = await openEngine(id, options);
    console.log(isMissing(engine) ? `${id}: left out, ${engine.missing}` : `${id} ${engine.version}`);
    if (!isMissing(engine)) found.push(engine);
  }
  return found;
}
