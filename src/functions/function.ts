import type { CaseRule, FunctionId } from '../ir/value.ts';

/** A value at run time. Dates are nanoseconds since 1970; absent is null. */
export type Scalar = string | bigint | number | boolean | Instant | Version | null;

/** A point in time, in nanoseconds since 1970 in UTC. */
export interface Instant {
  readonly kind: 'instant';
  readonly nanos: bigint;
}

/** A version, compared by semantic versioning. */
export interface Version {
  readonly kind: 'version';
  readonly text: string;
}

type ParamType = 'text' | 'integer' | 'number' | 'boolean' | 'any';

export interface Param {
  readonly name: string;
  readonly type: ParamType;
  readonly optional?: boolean;
  /** Must be a constant. */
  readonly constant?: boolean;
}

interface FunctionExample {
  readonly args: readonly Scalar[];
  readonly gives: Scalar;
  readonly caseRule?: CaseRule;
  readonly why?: string;
}

/** A function of the language: everything that is known of it, in one file. */
export interface FunctionSpec {
  readonly id: FunctionId;
  /** As EQL writes it, where it has the function. Names do not care about case. */
  readonly eqlName?: string;
  /** May carry `~` for case-insensitive work. */
  readonly folds: boolean;
  readonly doc: string;
  readonly params: readonly Param[];
  /** The last parameter may be repeated. */
  readonly variadic?: boolean;
  readonly returns: 'text' | 'integer' | 'number' | 'boolean';
  /** The section of docs or suite that pins it. */
  readonly source: string;
  /** Arguments as the parameters say; absent arguments arrive as null, left-out ones as undefined. Gives null for absent. */
  readonly evaluate: (args: readonly (Scalar | undefined)[], caseRule: CaseRule) => Scalar;
  readonly examples: readonly FunctionExample[];
}
