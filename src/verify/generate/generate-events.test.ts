import { describe, expect, it } from 'vitest';
import { isUsable, loadRules } from '../../compile.ts';
import { holds } from '../../eval/cond.ts';
import { filterCondition } from '../../ir/build.ts';
import type { Rule } from '../../ir/rule.ts';
import { SourceText } from '../../text/source-text.ts';
import { generateEvents } from './generate-events.ts';
import type { GeneratedEvent } from './generated.ts';

function ruleOf(eql: string): Rule {
  const [loaded] = loadRules(new SourceText('rule.eql', eql)).rules;
  if (!loaded || !isUsable(loaded)) throw new Error(`not a rule: ${eql}`);
  return loaded.rule;
}

const generated = (eql: string, seed = 1, count?: number): readonly GeneratedEvent[] =>
  generateEvents(ruleOf(eql), { seed, ...(count !== undefined && { count }) });

/** Rules of every shape; each has a match. */
const RULES: readonly string[] = [
  'process where process.name : "cmd.exe" and process.args : "/c"',
  'process where process.name : ("a*.exe", "b?.exe") and not process.executable : "C:\\\\Windows\\\\*"',
  'process where process.command_line like "*\\\\foo.exe" and not process.command_line like "*bar*" and process.command_line : "c:*"',
  'process where process.command_line : "*a*" and process.command_line : "*b*" and process.command_line : "*c"',
  'process where process.args : "a" and process.args : "b" and process.args_count >= 2',
  'any where event.code == "4625" or (event.code == "1" and not user.name : "SYSTEM")',
  'network where cidrMatch(source.ip, "10.0.0.0/8", "fe80::/10") and destination.port > 1024 and destination.port <= 65535',
  'process where length(process.command_line) > 200',
  'process where indexOf(process.name, "x") == 3 and substring(process.name, 0, 2) == "ab"',
  'process where concat(user.domain, "\\\\", user.name) == "CORP\\\\root"',
  'process where process.pid % 4 == 3 and process.pid + 1 > 1000',
  'file where file.name regex~ "[a-f0-9]{8}\\\\.(tmp|dat)" and file.size * 2 > 9007199254740993',
  'process where between(process.command_line, "/u:", " ") : "admin*" and endsWith~(process.name, ".EXE")',
  'registry where registry.value != null and registry.data.strings == null',
  'process where event.ingested >= "2024-01-01T00:00:00Z" and number(process.entity_id) == 31',
];

describe('generated events', () => {
  it.each(RULES)('%s: a match, misses, verdicts of the oracle', (eql) => {
    const rule = ruleOf(eql);
    const events = generated(eql);
    expect(events.length).toBeGreaterThanOrEqual(20);
    expect(events.some(({ matches }) => matches)).toBe(true);
    expect(events.some(({ purpose }) => purpose === 'near-miss')).toBe(true);
    const cond = rule.query.kind === 'event' ? filterCondition(rule.query.filter) : undefined;
    for (const { event, matches, purpose } of events) {
      expect(cond && holds(cond, event)).toBe(matches);
      if (purpose === 'match') expect(matches).toBe(true);
      if (purpose === 'near-miss') expect(matches).toBe(false);
    }
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('gives the same for the same seed, something else for another', () => {
    const [eql = ''] = RULES.slice(1);
    expect(generated(eql, 7)).toEqual(generated(eql, 7));
    expect(generated(eql, 7)).not.toEqual(generated(eql, 8));
  });

  it('gives no more than was asked for', () => {
    expect(generated(RULES[0] ?? '', 1, 5)).toHaveLength(5);
  });

  it('has a near miss for every test', () => {
    const events = generated(
      'process where (process.name : "a" or process.name : "b") and not user.name : ("x", "y*")',
    );
    const missed = new Set(events.filter(({ purpose }) => purpose === 'near-miss').map(({ leaf }) => leaf?.text));
    expect([...missed].sort()).toEqual([
      'event.category:text[] = "process"',
      'process.name:text like~ "a"',
      'process.name:text like~ "b"',
      'user.name:text like~ ["x", "y" *]',
    ]);
  });
});
