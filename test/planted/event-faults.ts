import type { RuleName } from './rules.ts';
import type { TREE } from './tree-changes.ts';

/** A piece of emitted text and what stands there by mistake. */
export interface TextFault {
  readonly from: string | RegExp;
  readonly to: string;
}

export interface EventFault {
  /** The mistake. */
  readonly id: string;
  readonly target: string;
  readonly rule: RuleName;
  readonly change: TextFault | keyof typeof TREE;
}

const text =
  (target: string) =>
  (id: string, rule: RuleName, from: string | RegExp, to: string): EventFault => ({
    id,
    target,
    rule,
    change: { from, to },
  });
const tree =
  (target: string) =>
  (id: keyof typeof TREE, rule: RuleName): EventFault => ({ id, target, rule, change: id });

const [splunk, kusto, duckdb, sqlite, eql, sigma] = [
  text('splunk'),
  text('kusto'),
  text('sql:duckdb'),
  text('sql:sqlite'),
  text('eql'),
  text('sigma'),
];
const js = tree('js');

/** Translation faults in outputs of rules on single events. */
export const EVENT_FAULTS: readonly EventFault[] = [
  splunk('!= for NOT', 'negated', 'NOT user.name=', 'user.name!='),
  splunk('negation lost', 'negated', 'NOT ', ''),
  splunk('case lost', 'with case', /CASE\(Cmd\.exe\)/, 'Cmd.exe'),
  splunk('case kept', 'without case', '"Cmd.exe"', 'CASE(Cmd.exe)'),
  splunk('? as .*', 'wildcard of one', 'b.d', 'b.*d'),
  splunk('end anchor lost', 'regex', '\\z', ''),
  splunk('start anchor lost', 'regex', '"^', '"'),
  splunk('brackets lost', 'and, or', 'OR', 'AND'),
  splunk('null test as empty test', 'no value', 'NOT user.name=*', 'user.name=""'),
  splunk('prefix length off by one', 'network', '/9', '/10'),
  splunk('wildcard lost', 'list', 'y*', 'y'),
  splunk('> for >=', 'at least', '>=', '>'),
  splunk('wildcard of one lost', 'wildcard of one', 'b.d', 'bd'),

  kusto('has for contains', 'contains', ' contains ', ' has '),
  kusto('startswith for contains', 'contains', ' contains ', ' startswith '),
  kusto('=~ for ==', 'with case', ' == ', ' =~ '),
  kusto('== for =~', 'without case', ' =~ ', ' == '),
  kusto('startswith for startswith_cs', 'begins with', 'startswith_cs', 'startswith'),
  kusto('contains for endswith_cs', 'ends with', 'endswith_cs', 'contains_cs'),
  kusto('in for !in', 'negated list', '!in', 'in'),
  kusto('a list in full case', 'negated list', '!in ', '!in~ '),
  kusto('isnotempty for isempty', 'no value', 'isempty', 'isnotempty'),
  kusto('prefix length off by one', 'network', '/9', '/8'),
  kusto('guard of an absent address lost', 'no network', /coalesce\((.*), false\)/, '$1'),
  kusto('flag of lines lost', 'list', '(?im)', '(?i)'),
  kusto('verbatim mark lost', 'backslash', '@"', '"'),
  kusto('? as .*', 'wildcard of one', 'b.d', 'b.*d'),

  duckdb('unescaped _', 'like letters', '!_', '_'),
  duckdb('unescaped %', 'like letters', '!%', '%'),
  duckdb('guard of an absent field lost', 'negated', /COALESCE\((.*), FALSE\)/, '($1)'),
  duckdb('guard of an absent field turned', 'negated list', ', FALSE)', ', TRUE)'),
  duckdb('case lost', 'with case', '"process.name" = \'Cmd.exe\'', 'lower("process.name") = \'cmd.exe\''),
  duckdb('? as %', 'wildcard of one', 'b_d', 'b%d'),
  duckdb('more than one element', 'list', /> 0(?!.*> 0)/s, '> 1'),
  duckdb('no value as empty text', 'no value', 'NOT "user.name" IS NOT NULL', '"user.name" = \'\''),
  duckdb('brackets lost', 'and, or', /\((\s*"process\.pid" > 4\s+OR\s+"user\.name" = 'root'\s*)\)/, '$1'),
  duckdb('anchor lost', 'regex', /\$/, ''),
  duckdb('number as text', 'at least', '>= 10', ">= '9'"),

  sqlite('unescaped _', 'like letters', '!_', '_'),
  sqlite('GLOB for LIKE', 'wildcard of any', 'LIKE', 'GLOB'),
  sqlite('LIKE for =', 'with case', '"process.name" = ', '"process.name" LIKE '),
  sqlite('<> for NOT', 'negated', /NOT COALESCE\("user\.name" = 'root', FALSE\)/, '"user.name" <> \'root\''),
  sqlite('length off by one', 'function', '> 3', '>= 3'),
  sqlite('text affinity lost', 'number as text', '= 10', "= '10x'"),
  sqlite('anchor lost', 'regex', '\\z', ''),

  js('not as !=', 'negated'),
  js('negation guarded', 'negated wildcard'),
  js('not (a and b) as not a and not b', 'negated group'),
  js('brackets lost', 'and, or'),
  js('and as or', 'two tests'),
  js('last test lost', 'two tests'),
  js('? as *', 'wildcard of one'),
  js('* as ?', 'wildcard of any'),
  js('wildcard at the end lost', 'begins with'),
  js('wildcard at the start lost', 'ends with'),
  js('> for >=', 'at least'),
  js('>= for >', 'function'),
  js('with case', 'without case'),
  js('without case', 'with case'),
  js('no value as the empty text', 'no value'),
  js('longer prefix', 'network'),
  js('last option lost', 'two options'),
  js('number one more', 'number as text'),

  eql(': for ==', 'with case', 'process.name == ', 'process.name : '),
  eql('== for :', 'without case', ' : ', ' == '),
  eql('like~ for like', 'begins with', ' like ', ' like~ '),
  eql('or for and', 'two tests', ' and ', ' or '),
  eql('? for *', 'wildcard of any', '*', '?'),
  eql('!= for ==', 'no value', '== null', '!= null'),
  eql('optional mark kept, value lost', 'some value', '!= null', '== null'),
  eql('shorter prefix', 'network', '/9', '/8'),
  eql('option lost', 'two options', ', "c.exe"', ''),
  eql('regex~ for regex', 'regex', ' regex ', ' regex~ '),

  sigma('all lost', 'sigma all', '|all', ''),
  sigma('contains for re', 'sigma regex', '|re', '|contains'),
  sigma('empty text for null', 'sigma null', 'null', "''"),
  sigma('null for the empty text', 'sigma empty', "''", 'null'),
  sigma('cased lost', 'with case', 'process.name|cased', 'process.name'),
  sigma('endswith for startswith', 'list', 'startswith', 'endswith'),
  sigma('filter not negated', 'negated', 'not 1 of', '1 of'),
  sigma('gt for gte', 'at least', '|gte', '|gt'),
  sigma('1 of for all of', 'and, or', 'all of', '1 of'),
];
