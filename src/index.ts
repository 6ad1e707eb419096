/**
 * isorule: detection rules compiled to other platforms, with what differs said exactly.
 *
 * @example
 * const source = new SourceText('rule.toml', text);
 * for (const loaded of loadRules(source).rules.filter(isUsable)) console.log(convertRule(loaded, backendFor('splunk')).text);
 */
export { backends } from '../backends/index.ts';
export { type CreateMatcher, compileMatcher } from '../backends/js/compile-matcher.ts';
export { compilePredicate } from '../backends/js/predicate.ts';
export type { Drop, Match as StreamMatch, Matcher, MatcherOptions } from '../backends/js/runtime/matcher.ts';
export type { Artifact } from './artifacts/artifact.ts';
export { artifacts } from './artifacts/index.ts';
export {
  type ArtifactConversion,
  type Conversion,
  type ConvertOptions,
  convertArtifact,
  convertRule,
  isUsable,
  type Loaded,
  type LoadedRule,
  type LoadOptions,
  loadRuleSet,
  loadRules,
  mayWrite,
  type Policy,
  type Role,
  reasonOf,
} from './compile.ts';
export type { ContainerId } from './containers/envelope.ts';
export { catalog } from './diagnostics/catalog/index.ts';
export { type Diagnostic, diagnostic, helpOf, isError, messageOf, severityOf } from './diagnostics/diagnostic.ts';
export { type Paint, plain, renderHuman } from './diagnostics/render/human.ts';
export { renderJson } from './diagnostics/render/json.ts';
export { readEvents } from './formats/ndjson.ts';
export { readPlaceholders } from './frontends/sigma/placeholders.ts';
export type { Cond } from './ir/cond.ts';
export { printCond, printQuery, printValue } from './ir/print.ts';
export type { Query } from './ir/query.ts';
export type { Rule, RuleMetadata } from './ir/rule.ts';
export type { Value } from './ir/value.ts';
export { mappingAssumptions } from './mapping/assumptions.ts';
export { readMapping } from './mapping/files/read-mapping.ts';
export type { MappedField, MappingOptions } from './mapping/map-rule.ts';
export type { MappingPack } from './mapping/pack.ts';
export { packs } from './mapping/packs/index.ts';
export type { Pipeline } from './mapping/pipeline/pipeline.ts';
export { pipelinePlaceholders } from './mapping/pipeline/placeholders.ts';
export { mapAlong, type Passed, type Route, type Routed, routeOf, type Stage } from './mapping/route.ts';
export { schemas } from './mapping/schemas/index.ts';
export { listNameAssumptions } from './passes/spell-lists.ts';
export { keywordAssumptions } from './passes/spread-keywords.ts';
export { ecs } from './schema/ecs.ts';
export { schemaFromMapping } from './schema/elastic-mapping.ts';
export { EVENT_LAYOUTS, type EventLayout, type ListNames, type NamedSchema } from './schema/named/named-schema.ts';
export { readSchema } from './schema/read-schema.ts';
export type { Schema } from './schema/schema.ts';
export { type Backend, defaultEmitOptions, type EmitOptions } from './target/backend.ts';
export { FIDELITIES, type Fidelity, type LedgerEntry } from './target/ledger.ts';
export type { LookBack } from './target/look-back.ts';
export { type Position, SourceText, type Span } from './text/source-text.ts';
export { type Comparison, compareTarget, type Difference, type Status } from './verify/compare.ts';
export { bareEventLine, bareStreamLines, eventLine, streamLine } from './verify/event-lines.ts';
export { generateEvents } from './verify/generate/generate-events.ts';
export { type GeneratedStream, generateStreams } from './verify/generate/generate-streams.ts';
export type { GeneratedEvent, GenerateOptions, Purpose } from './verify/generate/generated.ts';
export { materialFor } from './verify/generate/material.ts';
export {
  closeLanes,
  compareLane,
  compareRule,
  type Lane,
  type Material,
  openLanes,
  type RuleComparison,
} from './verify/lanes.ts';
export { throughMapping } from './verify/mapped.ts';
export { mappedMaterial } from './verify/mapped-material.ts';
export { isProved, type Proof, proofLine, proofOf } from './verify/proof.ts';
export { compareHtml } from './verify/report/html.ts';
export { compareJson } from './verify/report/json.ts';
export { type CompareReport, isFinding, type RuleReport, ruleReport, targetsOf } from './verify/report/model.ts';
export { compareText } from './verify/report/text.ts';
