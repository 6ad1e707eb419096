import { durationText } from '../base/duration.ts';
import type { Rule } from '../ir/rule.ts';
import { ruleUuid } from '../target/rule-id.ts';
import type { Artifact, ArtifactInput, Written } from './artifact.ts';
import { changes } from './changes.ts';
import { titleOf } from './prose.ts';
import { planOf } from './schedule.ts';

/** How a dialect makes a view, and a statement with a window that is bound later. `$name` stands for the name. */
interface Dialect {
  readonly view: string;
  readonly prepare: string;
  /** How the prepared statement is run: one line, without a comment's signs. */
  readonly run: string;
}

const DIALECTS: Readonly<Record<string, Dialect>> = {
  'sql:duckdb': {
    view: 'CREATE OR REPLACE VIEW $name AS',
    prepare: 'PREPARE $name AS',
    run: 'EXECUTE $name(window_start := TIMESTAMPTZ ..., window_end := TIMESTAMPTZ ...)',
  },
  'sql:sqlite': {
    // SQLite replaces no view, and its statements are prepared by whoever calls it.
    view: 'DROP VIEW IF EXISTS $name;\nCREATE VIEW $name AS',
    prepare: '',
    run: 'prepare the statement and bind :window_start and :window_end',
  },
  'sql:postgres': {
    view: 'CREATE OR REPLACE VIEW $name AS',
    prepare: 'PREPARE $name (timestamptz, timestamptz) AS',
    run: 'EXECUTE $name(window_start, window_end)',
  },
  'sql:clickhouse': {
    view: 'CREATE OR REPLACE VIEW $name AS',
    // A view with parameters is what the engine has for a statement that stays.
    prepare: 'CREATE OR REPLACE VIEW $name AS',
    run: "SELECT * FROM $name(window_start = '...', window_end = '...')",
  },
};

const LONGEST_SLUG = 40;

/**
 * A name of small letters, digits and low lines, at most 54 characters: as it stands an identifier in every dialect, and no other rule's.
 */
export function nameOf(rule: Rule): string {
  const slug = titleOf(rule.metadata)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, LONGEST_SLUG)
    .replaceAll(/^_+|_+$/g, '');
  return `rule_${slug === '' ? '' : `${slug}_`}${ruleUuid(rule).slice(0, 8)}`;
}

const dialectOf = (target: string): Dialect => {
  const dialect = DIALECTS[target];
  if (!dialect) throw new Error(`no dialect ${target}: the artefact lists its targets`);
  return dialect;
};

const said = (line: string, name: string): string => line.replaceAll('$name', () => name);

function schedule(input: ArtifactInput): { readonly lines: readonly string[]; readonly remarks: readonly string[] } {
  // A stateful statement reads as far before its window as it must, so the window is the period alone.
  const plan = planOf(input.rule, undefined);
  const start = input.lookBack === undefined ? plan.back : plan.every + plan.until;
  const end = plan.until === 0n ? 'the time of the run' : `${durationText(plan.until)} before the run`;
  const why = start > plan.every ? '; what two windows hold is found twice' : '';
  return {
    lines: [
      `-- run every ${durationText(plan.every)}: the window begins ${durationText(start)} before the run and ends at ${end}${why}`,
    ],
    remarks: plan.remarks,
  };
}

const TARGETS = Object.keys(DIALECTS);

function writeView(input: ArtifactInput): Written {
  const name = nameOf(input.rule);
  return { text: `${said(dialectOf(input.target).view, name)}\n${input.text}`, diagnostics: [] };
}

function writePrepared(input: ArtifactInput): Written {
  const { prepare, run } = dialectOf(input.target);
  const name = nameOf(input.rule);
  const { lines, remarks } = schedule(input);
  const head = [...lines, `-- ${said(run, name)}`, ...(prepare === '' ? [] : [said(prepare, name)])];
  return { text: `${head.join('\n')}\n${input.text}`, diagnostics: changes('sql-prepared', remarks, input) };
}

/** What a rule finds, as a view over all events. */
export const sqlView: Artifact = {
  id: 'sql-view',
  summary: 'what a rule finds among all events: a view',
  targets: TARGETS,
  extension: (target) => `.view.${target.slice('sql:'.length)}.sql`,
  docs: 'https://duckdb.org/docs/stable/sql/statements/create_view',
  options: () => ({ window: 'none' }),
  write: writeView,
};

/** A rule over a window of time that each run binds. */
export const sqlPrepared: Artifact = {
  id: 'sql-prepared',
  summary: 'a rule over a window that each run binds: a prepared statement',
  targets: TARGETS,
  extension: (target) => `.prepared.${target.slice('sql:'.length)}.sql`,
  docs: 'https://duckdb.org/docs/stable/sql/query_syntax/prepared_statements',
  options: () => ({ window: 'parameters' }),
  write: writePrepared,
};
