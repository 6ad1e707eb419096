import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { LocatedMap } from '../../formats/located.ts';
import type { Cond } from '../../ir/cond.ts';
import type { Work } from './work.ts';

/** Which rules, tests and fields an item is for. */
export interface Scope {
  readonly id?: string;
  readonly forRule: (work: Work) => boolean;
  readonly forItem: (work: Work, item: Cond) => boolean;
  readonly forField: (work: Work, name: string) => boolean;
}

/** One transformation of a pipeline with what it is for. */
export interface PipelineItem {
  readonly scope: Scope;
  readonly apply: (work: Work, scope: Scope) => void;
}

/** How placeholders get values: those of a variable of the pipeline, or a wildcard. */
export interface PlaceholderRule {
  readonly kind: 'variables' | 'wildcard';
  readonly concerns: (name: string) => boolean;
}

/** A processing pipeline of pySigma (its documentation, "Processing Pipelines"). */
export interface Pipeline {
  readonly kind: 'pipeline';
  readonly name: string;
  readonly items: readonly PipelineItem[];
  readonly variables: ReadonlyMap<string, readonly string[]>;
  readonly placeholders: readonly PlaceholderRule[];
}

/** What a transformation or a condition is read from. */
export interface Source {
  readonly map: LocatedMap;
  readonly found: Diagnostic[];
}

export type Apply = PipelineItem['apply'];

/** One kind of transformation: its own keys, and what it does. Nothing where a key is wrong, which is said. */
export interface TransformationKind {
  readonly keys: readonly string[];
  readonly read: (source: Source) => Apply | undefined;
}
