import { expect } from 'vitest';
import { convertRule, isUsable, type LoadedRule, loadRules } from '../../src/compile.ts';
import { readEql } from '../../src/frontends/eql/index.ts';
import type { EventQuery, Query } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { ecs } from '../../src/schema/ecs.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { eql } from './index.ts';

export type Usable = LoadedRule & { readonly rule: Rule };

/** What the output means where nothing but the text is known: the category is `event.category`. */
export function readBackQuery(loaded: Usable): Query {
  const { text, fidelity } = convertRule(loaded, eql);
  if (text === undefined) throw new Error('no output');
  expect(fidelity).toBe('exact');
  const read = readEql(Slice.verbatim(new SourceText('output.eql', text)), {
    schema: ecs,
    categoryField: 'event.category',
  });
  if (!read.query) throw new Error(`the output is refused:\n${text}`);
  return read.query;
}

/** The same of an event rule. */
export function readBack(loaded: Usable): EventQuery {
  const query = readBackQuery(loaded);
  if (query.kind !== 'event') throw new Error(`not an event query: ${query.kind}`);
  return query;
}

export function loaded(toml: string, path = 'rule.toml'): Usable {
  const [rule] = loadRules(new SourceText(path, toml)).rules.filter(isUsable);
  if (!rule) throw new Error(`${path} has no meaning`);
  return rule;
}
