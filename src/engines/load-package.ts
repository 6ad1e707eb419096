import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Why an engine can't be had, in words for people. */
export interface Missing {
  readonly missing: string;
}

/**
 * Where an engine's package is looked for: beside isorule, as any package; then in the folder that the environment variable
 * ISORULE_ENGINES names (a folder with `node_modules` inside); then where `.ci/install-engines` puts what is too big for
 * everybody's installation.
 */
function places(): readonly string[] {
  const named = process.env.ISORULE_ENGINES;
  const cached = fileURLToPath(new URL('../../.cache/engines/', import.meta.url));
  return [import.meta.url, ...(named ? [join(named, 'package.json')] : []), join(cached, 'package.json')];
}

function resolved(name: string, place: string): string | undefined {
  try {
    return createRequire(place).resolve(name);
  } catch {
    return undefined;
  }
}

/** Loads an optional package when it is used; a package that is there but does not start on this machine is missing too. */
export function loadPackage<T>(name: string): T | Missing {
  for (const place of places()) {
    const path = resolved(name, place);
    if (path === undefined) continue;
    try {
      return createRequire(place)(path) as T;
    } catch (fault) {
      return { missing: `the package ${name} is installed but does not load: ${String(fault)}` };
    }
  }
  return { missing: `the package ${name} is not installed (npm install ${name})` };
}

export function isMissing(found: object): found is Missing {
  return 'missing' in found;
}
