import {
  type ArtifactConversion,
  type Conversion,
  type Diagnostic,
  type LoadedRule,
  type Proof,
  renderJson,
} from '../index.ts';

/** JSON has no bigint and no undefined; a witness says `absent` with an object of its own. */
const plainValue = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

const witnessJson = (witness: Readonly<Record<string, unknown>>): unknown =>
  Object.fromEntries(
    Object.entries(witness).map(([name, value]) => [name, value === undefined ? { absent: true } : value]),
  );

function ledgerJson(conversion: Conversion): unknown {
  return conversion.ledger.map((entry) => {
    const at = entry.origin?.source.position(entry.origin.start);
    const place = entry.origin && at ? { file: entry.origin.source.path, ...at } : undefined;
    const witness = 'witness' in entry && entry.witness ? { witness: witnessJson(entry.witness) } : {};
    const assumption = 'assumption' in entry && entry.assumption !== undefined ? { assumption: entry.assumption } : {};
    return {
      effect: entry.effect,
      construct: entry.construct,
      why: entry.why,
      ...assumption,
      ...witness,
      ...(place && { at: place }),
    };
  });
}

/** An output as machines read it; `written` says whether it was let through, `proved` whether running it showed what the ledger claims. */
export function conversionJson(
  conversion: Conversion | ArtifactConversion,
  written: boolean,
  { proved, proof }: { readonly proved: boolean; readonly proof?: Proof } = { proved: false },
): Record<string, unknown> {
  const { target, text, fidelity, assumes, requires } = conversion;
  const trace = conversion.trace.map(({ start, end, origin }) => ({ start, end, from: origin.start, to: origin.end }));
  return {
    target,
    ...('artifact' in conversion && {
      artifact: conversion.artifact,
      diagnostics: conversion.diagnostics.map(renderJson),
    }),
    fidelity,
    written,
    ...(written && { text }),
    ledger: ledgerJson(conversion),
    assumes,
    requires,
    proved,
    ...(proof && { proof }),
    ...(conversion.lookBack && { lookBack: conversion.lookBack }),
    trace,
  };
}

export function ruleJson(
  loaded: LoadedRule,
  file: string,
  outputs: readonly Record<string, unknown>[],
): Record<string, unknown> {
  const { name, ruleId, severity } = loaded.metadata;
  return {
    file,
    name,
    id: ruleId,
    severity,
    language: loaded.language,
    type: loaded.ruleType,
    role: loaded.role,
    diagnostics: loaded.diagnostics.map(renderJson),
    outputs,
  };
}

export function documentJson(rules: readonly Record<string, unknown>[], diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify({ rules, diagnostics: diagnostics.map(renderJson) }, plainValue, 2)}\n`;
}
