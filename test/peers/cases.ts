type Event = Readonly<Record<string, unknown>>;

/** A small rule that other converters get wrong, with events that tell right from wrong. Rules and events are this project's own. */
export interface PeerCase {
  /** What is written elsewhere by mistake. */
  readonly mistake: string;
  /** The detection of a Sigma rule, or an EQL query where it begins with a category. */
  readonly rule: string;
  readonly found: readonly Event[];
  readonly missed: readonly Event[];
}

const one = (item: string): string => `  one: {${item}}\n  condition: one`;

export const CASES: readonly PeerCase[] = [
  {
    mistake: '`not` loses events without the field',
    rule: '  one: {Kind: x}\n  two: {Name: bad}\n  condition: one and not two',
    found: [{ Kind: 'x' }, { Kind: 'x', Name: null }, { Kind: 'x', Name: 'good' }],
    missed: [{ Kind: 'x', Name: 'bad' }, { Name: 'good' }],
  },
  {
    mistake: '`not` alone loses events without the field',
    rule: '  one: {Name: bad}\n  condition: not one',
    found: [{ Kind: 'x' }, { Name: 'good' }],
    missed: [{ Name: 'BAD' }],
  },
  {
    mistake: '`not` of a list loses events without the field',
    rule: '  one: {Kind: x}\n  two: {Name|contains: [bad, evil]}\n  condition: one and not two',
    found: [{ Kind: 'x' }, { Kind: 'x', Name: 'good' }],
    missed: [{ Kind: 'x', Name: 'an evil one' }],
  },
  {
    mistake: '`not a or not b` loses events without one of the fields',
    rule: '  one: {Kind: x}\n  two: {Name: y}\n  condition: not one or not two',
    found: [{ Kind: 'x' }, { Name: 'y' }, {}, { Kind: 'x', Name: 'z' }],
    missed: [{ Kind: 'x', Name: 'y' }],
  },
  {
    mistake: '`not all of` as none of',
    rule: '  one_a: {Kind: x}\n  one_b: {Name: y}\n  condition: not all of one_*',
    found: [{ Kind: 'x' }, { Name: 'y' }, { Kind: 'x', Name: 'z' }],
    missed: [{ Kind: 'x', Name: 'y' }],
  },
  {
    mistake: '`a?c` is no anchored test of one character',
    rule: one("Name: 'a?c'"),
    found: [{ Name: 'abc' }, { Name: 'A.C' }],
    missed: [{ Name: 'xxabcxx' }, { Name: 'ac' }, { Name: 'abbc' }],
  },
  {
    mistake: 'the order of the parts of a wildcard is lost',
    rule: one("Name: ['a*b', plain, '*x*y*']"),
    found: [{ Name: 'a--b' }, { Name: 'PLAIN' }, { Name: '1x2y3' }],
    missed: [{ Name: 'b--a' }, { Name: 'za--b' }, { Name: 'y-x' }, { Name: 'plainer' }],
  },
  {
    mistake: 'an escaped `*` as a wildcard',
    rule: one("Name: 'a\\*b'"),
    found: [{ Name: 'a*b' }, { Name: 'A*B' }],
    missed: [{ Name: 'axb' }, { Name: 'ab' }, { Name: 'a\\*b' }],
  },
  {
    mistake: '`%` and `_` as wildcards',
    rule: one("Name|contains: '100%_x'"),
    found: [{ Name: 'is 100%_X so' }],
    missed: [{ Name: '100 xxx' }, { Name: '100%ax' }],
  },
  {
    mistake: 'a test without case as one with case',
    rule: one('Name: abc'),
    found: [{ Name: 'ABC' }, { Name: 'abc' }],
    missed: [{ Name: 'abcd' }],
  },
  {
    mistake: '`cased` lost for a list',
    rule: one('Name|cased: [AbC, DeF]'),
    found: [{ Name: 'AbC' }, { Name: 'DeF' }],
    missed: [{ Name: 'abc' }, { Name: 'DEF' }],
  },
  {
    mistake: 'brackets as a class of characters',
    rule: one("Name|contains|cased: 'AbC[1]'"),
    found: [{ Name: 'zAbC[1]z' }],
    missed: [{ Name: 'AbC1' }, { Name: 'abc[1]' }],
  },
  {
    mistake: '`all` of whole values as terms',
    rule: one("Name|all: ['a*', '*b']"),
    found: [{ Name: 'ab' }, { Name: 'a b' }],
    missed: [{ Name: 'x a b x' }, { Name: 'a' }],
  },
  {
    mistake: 'a quote ends the literal',
    rule: one("Name|contains: 'it''s \"q\"'"),
    found: [{ Name: 'so it\'s "q" here' }],
    missed: [{ Name: 'its q' }],
  },
  {
    mistake: 'a regular expression without case',
    rule: one("Name|re: 'ab+c\\d{2}'"),
    found: [{ Name: 'xabbc12' }],
    missed: [{ Name: 'ABBC12' }, { Name: 'abc1' }],
  },
  {
    mistake: 'an excluded regular expression is required',
    rule: "  one: {Kind: x}\n  two: {Name|re: 'a.c', Other: y}\n  condition: one and not two",
    found: [{ Kind: 'x' }, { Kind: 'x', Name: 'abc' }, { Kind: 'x', Other: 'y', Name: 'b' }],
    missed: [{ Kind: 'x', Name: 'abc', Other: 'y' }, { Name: 'b' }],
  },
  {
    mistake: 'two regular expressions leave no query',
    rule: "  one: {Name|re: 'a.c', Other|re: 'd.f'}\n  condition: one",
    found: [{ Name: 'abc', Other: 'def' }],
    missed: [{ Name: 'abc' }, { Name: 'abc', Other: 'x' }],
  },
  {
    mistake: '`null` on a text column never holds',
    rule: '  one: {Kind: x, Name: null}\n  condition: one',
    found: [{ Kind: 'x' }, { Kind: 'x', Name: null }],
    missed: [{ Kind: 'x', Name: 'y' }],
  },
  {
    mistake: '`not null` on a text column always holds',
    rule: '  one: {Kind: x}\n  two: {Name: null}\n  condition: one and not two',
    found: [{ Kind: 'x', Name: 'y' }],
    missed: [{ Kind: 'x' }],
  },
  {
    mistake: 'the empty text as no value',
    rule: "  one: {Kind: x, Name: ''}\n  condition: one",
    found: [{ Kind: 'x', Name: '' }],
    missed: [{ Kind: 'x' }, { Kind: 'x', Name: ' ' }],
  },
  {
    mistake: 'a network that ends within an octet',
    rule: one("Address|cidr: '10.1.2.0/23'"),
    found: [{ Address: '10.1.2.0' }, { Address: '10.1.3.255' }],
    missed: [{ Address: '10.1.4.0' }, { Address: '10.1.1.255' }, { Address: '110.1.2.1' }],
  },
  {
    mistake: 'IPv6 as text',
    rule: one("Address|cidr: 'fe80::/10'"),
    found: [{ Address: 'fe80::1' }, { Address: 'febf::1' }],
    missed: [{ Address: 'fe8::1' }, { Address: 'fec0::1' }],
  },
  {
    mistake: '`not` of networks loses events without an address',
    rule: "  one: {Kind: x}\n  two: {Address|cidr: ['10.0.0.0/8', '127.0.0.0/8']}\n  condition: one and not two",
    found: [{ Kind: 'x' }, { Kind: 'x', Address: '11.0.0.1' }],
    missed: [{ Kind: 'x', Address: '10.2.3.4' }],
  },
  {
    mistake: '`or` before `and not`',
    rule: '  a: {F: a}\n  b: {G: b}\n  c: {H: c}\n  condition: a or b and not c',
    found: [{ F: 'a', H: 'c' }, { G: 'b' }],
    missed: [{ G: 'b', H: 'c' }, { H: 'd' }],
  },
  {
    mistake: 'a list of maps as one map',
    rule: '  one:\n    - {F: a, G: b}\n    - {H: c}\n  condition: one',
    found: [{ F: 'a', G: 'b' }, { H: 'c' }],
    missed: [{ F: 'a' }, { G: 'b' }],
  },
  {
    mistake: 'numbers compared as text',
    rule: one('Port|gte: 10'),
    found: [{ Port: 10 }, { Port: 100 }],
    missed: [{ Port: 9 }],
  },
  {
    mistake: 'the excluded number loses events without the field',
    rule: '  one: {Kind: x}\n  two: {Port|gt: 5}\n  condition: one and not two',
    found: [{ Kind: 'x' }, { Kind: 'x', Port: 5 }],
    missed: [{ Kind: 'x', Port: 6 }],
  },
  {
    mistake: 'a name with blanks as a text',
    rule: "  one: {'my field': x}\n  condition: one",
    found: [{ 'my field': 'x' }],
    missed: [{ 'my field': 'my field' }, {}],
  },
  {
    mistake: 'a field compared with the text of its name',
    rule: one('Name|fieldref: Other'),
    found: [{ Name: 'a', Other: 'a' }],
    missed: [{ Name: 'Other' }, { Name: 'a', Other: 'b' }],
  },
  {
    mistake: 'a backslash before the quote that ends a literal',
    rule: one("Name|contains: 'x\\'"),
    found: [{ Name: 'ax\\b' }],
    missed: [{ Name: 'ax' }, { Name: "x'" }],
  },
  {
    mistake: 'EQL: `a?c` is no anchored test of one character',
    rule: 'process where process.name : "a?c"',
    found: [
      { event: { category: 'process' }, process: { name: 'abc' } },
      { event: { category: 'process' }, process: { name: 'A.C' } },
    ],
    missed: [
      { event: { category: 'process' }, process: { name: 'xxabcxx' } },
      { event: { category: 'process' }, process: { name: 'ac' } },
      { event: { category: 'process' }, process: { name: 'abbc' } },
    ],
  },
  {
    mistake: 'EQL: `not` of a wildcard loses events without the field',
    rule: 'process where process.name == "x" and not user.name : "a?c"',
    found: [
      { event: { category: 'process' }, process: { name: 'x' } },
      { event: { category: 'process' }, process: { name: 'x' }, user: { name: 'abbc' } },
    ],
    missed: [{ event: { category: 'process' }, process: { name: 'x' }, user: { name: 'ABC' } }],
  },
  {
    mistake: 'EQL: `== null` on a text column never holds',
    rule: 'process where process.name == "x" and user.name == null',
    found: [{ event: { category: 'process' }, process: { name: 'x' } }],
    missed: [{ event: { category: 'process' }, process: { name: 'x' }, user: { name: 'y' } }],
  },
  {
    mistake: 'EQL: `!=` finds events without the field',
    rule: 'process where process.name == "x" and not user.name == "root"',
    found: [
      { event: { category: 'process' }, process: { name: 'x' } },
      { event: { category: 'process' }, process: { name: 'x' }, user: { name: 'ROOT' } },
    ],
    missed: [{ event: { category: 'process' }, process: { name: 'x' }, user: { name: 'root' } }],
  },
  {
    mistake: 'EQL: one element of a list is enough',
    rule: 'process where process.args : ("-x", "y*")',
    found: [{ event: { category: ['process'] }, process: { args: ['a', '-X'] } }],
    missed: [{ event: { category: ['process'] }, process: { args: ['a-x', 'ay'] } }],
  },
];
