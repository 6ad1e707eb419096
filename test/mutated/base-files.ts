import { readFileSync } from 'node:fs';

/** A sound rule file that mutations are made from. Written for this project; a new kind of file is a new entry. */
export interface BaseFile {
  readonly path: string;
  readonly text: string;
  /** A text literal of the rule that can become any length, with its quotes. */
  readonly literal: string;
  /** Where an expression can begin: brackets are put in front of it. */
  readonly expression: string;
  /** Replacements that make the file wrong by types, each a part of the text and what stands there instead. */
  readonly wrongTypes: readonly (readonly [string, string])[];
  /** Replacements that leave an odd file: `__proto__` as a name, a key, a value; metadata of a wrong type, which is ignored with a warning. */
  readonly oddities: readonly (readonly [string, string])[];
}

const QUERY =
  'process where process.name : "cmd.exe" and process.parent.name == "w3wp.exe" and process.pid > 4\n' +
  '  and not process.args : ("/c echo*", "whoami")';

const inQuery = {
  expression: 'process.name :',
  wrongTypes: [
    ['process.name : "cmd.exe"', 'process.name : 5'],
    ['process.pid > 4', 'process.pid + "four" > 4'],
    ['and not process.args', 'and process.pid and process.args'],
  ],
  oddities: [
    ['process.pid > 4', 'process.__proto__ == "a"'],
    ['process.pid > 4', '`__proto__` != null'],
    ['"w3wp.exe"', '"__proto__"'],
  ],
} as const;

const inJson = JSON.stringify(QUERY).slice(1, -1);
const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const escapedPairs = (pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([a, b]) => [json(a), json(b)] as const);

const eql: BaseFile = { path: 'shell.eql', text: `${QUERY}\n`, literal: '"w3wp.exe"', ...inQuery };

const toml: BaseFile = {
  ...inQuery,
  path: 'shell.toml',
  text: `[metadata]
creation_date = "2025/01/31"
maturity = "production"

[rule]
author = ["Example"]
description = "A shell below a web server."
from = "now-9m"
index = ["logs-endpoint.events.*", "winlogbeat-*"]
language = "eql"
license = "Apache-2.0"
name = "Shell below a web server"
risk_score = 47
rule_id = "5cb0ff4a-0b4f-4f0e-9f2b-6f5a3d1c7e11"
severity = "medium"
tags = ["Domain: Endpoint"]
type = "eql"

query = '''
${QUERY}
'''

[[rule.threat]]
framework = "MITRE ATT&CK"
[rule.threat.tactic]
id = "TA0002"
name = "Execution"
reference = "https://attack.mitre.org/tactics/TA0002/"
`,
  literal: '"w3wp.exe"',
  wrongTypes: [...inQuery.wrongTypes, [`query = '''\n${QUERY}\n'''`, 'query = 5']],
  oddities: [
    ...inQuery.oddities,
    ['[metadata]', '__proto__ = { polluted = true }\n[metadata]'],
    ['index = ["logs', 'index = [5, "logs'],
    ['name = "Shell below a web server"', 'name = ["Shell"]'],
  ],
};

const kibana: BaseFile = {
  path: 'export.ndjson',
  text: `${JSON.stringify({
    rule_id: '5cb0ff4a-0b4f-4f0e-9f2b-6f5a3d1c7e11',
    name: 'Shell below a web server',
    type: 'eql',
    language: 'eql',
    query: QUERY,
    severity: 'medium',
    risk_score: 47,
    index: ['logs-*'],
    filters: [{ meta: { negate: false }, query: { match_phrase: { 'host.os.type': 'windows' } } }],
    exceptions_list: [],
  })}\n${JSON.stringify({ exported_count: 1, exported_rules_count: 1 })}\n`,
  literal: json('"w3wp.exe"'),
  expression: inQuery.expression,
  wrongTypes: [
    ...escapedPairs(inQuery.wrongTypes),
    [`"query":"${inJson}"`, '"query":{"a":1}'],
    ['"filters":[', '"filters":[7,'],
  ],
  oddities: [
    ...escapedPairs(inQuery.oddities),
    ['"severity"', '"__proto__":{"polluted":true},"severity"'],
    ['"index":["logs-*"]', '"index":{"a":[]}'],
  ],
};

const example = readFileSync(new URL('../../examples/mssql-xp-cmdshell/rule.md', import.meta.url), 'utf8');
const page: BaseFile = {
  path: 'page.md',
  text: example.replace(/```js\n[\s\S]*?```/, () => `\`\`\`js\n${QUERY}\n\`\`\``),
  literal: '"w3wp.exe"',
  ...inQuery,
};

export const baseFiles: readonly BaseFile[] = [eql, toml, kibana, page];
