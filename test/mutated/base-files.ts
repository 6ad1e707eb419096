import { readFileSync } from 'node:fs';

/** A sound rule file that mutations are made from. Written for this project; a new kind of file is a new entry. */
export interface BaseFile {
  readonly path: string;
  readonly text: string;
  /** A text literal of the rule that can become any length, with its quotes. */
  readonly literal: string;
  /** What stands before the literal where it is compared, and what stands there where wildcards count. */
  readonly compared: readonly [string, string];
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
  compared: ['== ', ': '],
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
  compared: inQuery.compared,
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

const list = (count: number): string => `[${Array.from({ length: count }, (_, i) => `'\\x${i}.exe'`).join(', ')}]`;
const aliases = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(10)}]\n`).join('');
const ENDS = "Image|endswith: '\\cmd.exe'";

/** A Sigma rule; what else can go wrong in one is among its oddities. */
export const sigmaFile: BaseFile = {
  path: 'shell.yml',
  text: `title: Shell below a web server
id: 5cb0ff4a-0b4f-4f0e-9f2b-6f5a3d1c7e11
status: test
description: A shell below a web server.
author: Example
date: 2025-01-31
tags:
    - attack.execution
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        ${ENDS}
        ParentImage: 'w3wp.exe'
        ProcessId|gt: 4
    filter:
        CommandLine|contains:
            - '/c echo'
            - whoami
    condition: selection and not filter
level: high
`,
  literal: "'w3wp.exe'",
  compared: [': ', ': '],
  expression: 'selection and',
  wrongTypes: [
    ['title: Shell below a web server', 'title: [Shell]'],
    ['ProcessId|gt: 4', 'ProcessId|gt: four'],
    ['ProcessId|gt: 4', 'ProcessId|contains: 4'],
    [ENDS, "Image|endswith: {a: '\\cmd.exe'}"],
    [ENDS, "Image|endswith: [['\\cmd.exe']]"],
    ['condition: selection and not filter', 'condition: 5'],
    ['condition: selection and not filter', 'condition: {a: selection}'],
    ['date: 2025-01-31', 'date: 2025-02-31'],
    ['level: high', 'level: 5'],
    ['    category: process_creation\n    product: windows', '    - windows'],
    ['    selection:\n', '    selection: {}\n    other:\n'],
  ],
  oddities: [
    [ENDS, "__proto__: '\\cmd.exe'"],
    ['    selection:\n', '    __proto__:\n        polluted: true\n    selection:\n'],
    ['title:', '__proto__: {polluted: true}\ntitle:'],
    ['logsource:\n', 'logsource:\n    __proto__: {polluted: true}\n'],
    ['title:', 'constructor: {prototype: {polluted: true}}\ntitle:'],
    [ENDS, `Image|endswith: ${list(20_000)}`],
    [ENDS, "CommandLine|windash: '-a -b -c -d -e -f -g -h -i -j -k'"],
    [ENDS, "CommandLine|wide|base64offset|contains: 'a*'"],
    [ENDS, "CommandLine|re: '(((a+)+)+)+$'"],
    [ENDS, "CommandLine|re: '(a{1,1000}){1,1000}'"],
    [ENDS, "CommandLine|re: '(a'"],
    [ENDS, "Image|expand: '%name%'"],
    [ENDS, 'Image: &a [*a]'],
    [ENDS, 'Image: *nowhere'],
    ['title:', `a0: &a0 [x]\n${aliases}title:`],
    ['condition: selection and not filter', `condition: ${'1 of them and '.repeat(2_000)}selection`],
    ['condition: selection and not filter', 'condition: 1 of *\u0000*'],
    ['selection and not filter', `selection | count() by ${'x'.repeat(1000)} > 5`],
    ['title:', 'action: global\ntitle:'],
    ['title:', '---\n---\ntitle:'],
  ],
};

export const baseFiles: readonly BaseFile[] = [eql, toml, kibana, page];
