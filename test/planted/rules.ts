/** Rules that faults are planted in, one construct each; EQL, or a Sigma rule where the text begins with `title`. */
export const RULES = {
  negated: 'process where process.name == "x" and user.name != "root"',
  'negated list': 'process where process.name == "x" and user.name not in ("root", "daemon")',
  'negated wildcard': 'process where not process.name : "a*.exe"',
  'negated group': 'process where not (process.name == "a" and user.name == "root")',
  'and, or': 'process where process.name == "x" and (process.pid > 4 or user.name == "root")',
  'wildcard of one': 'process where process.name like "ab?d*"',
  'wildcard of any': 'process where process.name : "ab*yz"',
  'like letters': 'process where process.name : "a_b%c*d.exe"',
  'with case': 'process where process.name == "Cmd.exe"',
  'without case': 'process where process.name : "Cmd.exe"',
  'begins with': 'process where process.name like "ab*"',
  'ends with': 'process where process.name like "*.exe"',
  contains: 'process where process.command_line : "*ab*"',
  'at least': 'process where process.pid >= 10',
  'no value': 'process where process.name == "x" and ?user.name == null',
  'some value': 'process where process.name == "x" and ?user.name != null',
  network: 'network where cidrMatch(source.ip, "10.0.0.0/9")',
  'no network': 'network where not cidrMatch(source.ip, "10.0.0.0/9")',
  list: 'process where process.args : ("-x", "y*")',
  backslash: 'process where process.name == "C:\\\\t\\\\n.exe"',
  'two options': 'process where process.name : ("a.exe", "b.exe", "c.exe")',
  regex: 'process where process.name regex """a[0-9]+"""',
  'number as text': 'process where process.pid == 10',
  quote: 'process where process.name == "o\'k"',
  'two tests': 'process where process.name == "x" and user.name == "root"',
  function: 'process where length(process.name) > 3',
  'sigma null': `title: t
logsource: {category: process_creation}
detection:
  selection: {Image: x}
  filter: {User: null}
  condition: selection and not filter
`,
  'sigma all': `title: t
logsource: {category: process_creation}
detection:
  selection: {CommandLine|contains|all: [ab, cd]}
  condition: selection
`,
  'sigma regex': `title: t
logsource: {category: process_creation}
detection:
  selection: {CommandLine|re: 'a[0-9]b'}
  condition: selection
`,
  'sigma empty': `title: t
logsource: {category: process_creation}
detection:
  selection: {Image: x, User: ''}
  condition: selection
`,
} as const;

export type RuleName = keyof typeof RULES;
