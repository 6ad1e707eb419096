import type { Schema } from '../schema.ts';

/** How the events lie on the target (SQL): one typed column a field, or one JSON column that holds the event. */
export type EventLayout = 'columns' | 'json';

/** A schema that comes with isorule: what the fields are, and how the data has them. Data only. */
export interface NamedSchema {
  /** What the user writes after `--schema`. */
  readonly id: string;
  /** One line for the list of schemas. */
  readonly summary: string;
  readonly docs: string;
  /** What the fields of rules are. */
  readonly fields: Schema;
  readonly layout: EventLayout;
  /** The field that says when an event happened. Default `@timestamp`. */
  readonly time?: string;
}
