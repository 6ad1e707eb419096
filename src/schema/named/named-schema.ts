import type { Schema } from '../schema.ts';

/**
 * How the events lie on the target (SQL): one typed column a field, one JSON column that holds the event, or nested columns (structs, as Parquet
 * has them).
 */
export const EVENT_LAYOUTS = ['columns', 'json', 'structs'] as const;
export type EventLayout = (typeof EVENT_LAYOUTS)[number];

/** How the elements of an array are named: `process.args` or `process.args{}`. */
export type ListNames = 'plain' | 'braces';

/** A schema that comes with isorule: what the fields are, and how the data has them. Data only. */
export interface NamedSchema {
  /** What the user writes after `--schema`. */
  readonly id: string;
  /** One line for the list of schemas. */
  readonly summary: string;
  readonly docs: string;
  /** What the names of its fields are called as a whole: the taxonomy of EQL rules that are read by it. Default `ecs`. */
  readonly taxonomy?: string;
  /** What the fields of rules are. */
  readonly fields: Schema;
  readonly layout: EventLayout;
  /** How the data names the elements of an array: as the field, or in braces, as Splunk does: `process.args{}`. Default `plain`. */
  readonly listNames?: ListNames;
  /** The field that says when an event happened. Default `@timestamp`. */
  readonly time?: string;
}
