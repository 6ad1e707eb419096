import { convert } from '../convert.ts';
import { allMatches } from '../regexes.ts';
import { type Dynamic, type KustoType, missingOf, type Value } from '../types.ts';
import { type CallContext, type FunctionRow, scalar } from './row.ts';

function extract(pattern: string, group: bigint, text: string, type: KustoType, call: CallContext): Value {
  const [match] = allMatches(text, pattern, call.session, call.at);
  const found = match?.[Number(group)];
  return found === undefined ? missingOf(type) : (convert(found, 'string', type) ?? missingOf(type));
}

/** The groups asked for, by number or name; undefined: one of them does not exist. */
function chosen(match: RegExpMatchArray, groups: readonly Dynamic[]): readonly string[] | undefined {
  const found: string[] = [];
  for (const group of groups) {
    const exists = typeof group === 'string' ? group in (match.groups ?? {}) : Number(group) in match;
    if (!exists) return undefined;
    found.push((typeof group === 'string' ? match.groups?.[group] : match[Number(group)]) ?? '');
  }
  return found;
}

function extractAll(pattern: string, groups: readonly Dynamic[] | undefined, text: string, call: CallContext): Value {
  const matches = allMatches(text, pattern, call.session, call.at);
  if (matches.length === 0) return null;
  call.session.spend(matches.length);
  const rows = matches.map((match) =>
    groups === undefined ? match.slice(1).map((each) => each ?? '') : chosen(match, groups),
  );
  if (rows.some((row) => row === undefined || row.length === 0)) {
    call.session.report(
      'kusto/undocumented',
      { what: 'extract_all() without a group, or of one that is not there' },
      call.at,
    );
    return null;
  }
  // One group: a flat list; more: a list of lists (query/extract-all-function).
  return rows.map((row) => (row?.length === 1 ? (row[0] ?? '') : (row ?? [])));
}

/** The rules of CommandLineToArgvW, which the page names. */
class CommandLine {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  words(): readonly string[] {
    const words: string[] = [];
    if (this.#text.trim() !== '') words.push(this.#program());
    for (this.#blanks(); this.#at < this.#text.length; this.#blanks()) words.push(this.#word());
    return words;
  }

  #blanks(): void {
    while (/[ \t]/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  /** The first word knows no escapes: a quoted one ends at the next quote. */
  #program(): string {
    const quoted = this.#text.startsWith('"');
    const rule = quoted ? /"([^"]*)"?/y : /([^ \t]*)/y;
    const found = rule.exec(this.#text);
    this.#at = found?.[0].length ?? this.#text.length;
    return found?.[1] ?? '';
  }

  #slashes(): number {
    const rule = /\\*/y;
    rule.lastIndex = this.#at;
    const run = rule.exec(this.#text)?.[0].length ?? 0;
    this.#at += run;
    return run;
  }

  #word(): string {
    let word = '';
    let quoted = false;
    for (;;) {
      const run = this.#slashes();
      const char = this.#text[this.#at];
      const isQuote = char === '"';
      // 2n backslashes before a quote are n and the quote opens or closes; 2n + 1 are n and the quote is a character.
      word += '\\'.repeat(isQuote ? run >> 1 : run);
      if (char === undefined || (!quoted && /[ \t]/.test(char))) return word;
      const isText = !isQuote || run % 2 === 1 || this.#isDoubled(quoted);
      if (isText) word += char;
      else quoted = !quoted;
      this.#at++;
    }
  }

  /** Inside quotes two quotes are one, and the quoting goes on. */
  #isDoubled(quoted: boolean): boolean {
    const doubled = quoted && this.#text[this.#at + 1] === '"';
    if (doubled) this.#at++;
    return doubled;
  }
}

function commandLine(text: string, parser: string, call: CallContext): Value {
  if (parser === 'windows') return new CommandLine(text).words();
  call.session.report('kusto/bad-option', { name: 'parser_type', value: parser }, call.at);
  return null;
}

export const extractFunctions: readonly FunctionRow[] = [
  scalar({
    name: 'extract',
    case: 'K143',
    docs: 'extract-function',
    parameters: ['text', 'integer', 'text', 'type?'],
    returns: (args) => args[3]?.typeLiteral ?? 'string',
    evaluate: ([pattern, group, text], call) => extract(pattern, group, text, call.result, call),
  }),
  scalar({
    name: 'extract_all',
    case: 'KE-extract_all',
    docs: 'extract-all-function',
    parameters: ['constant-text', 'scalar', 'text?'],
    returns: 'dynamic',
    evaluate: ([pattern, second, third], call) =>
      third === undefined
        ? extractAll(pattern, undefined, String(second ?? ''), call)
        : extractAll(pattern, Array.isArray(second) ? second : [], third, call),
  }),
  scalar({
    name: 'parse_command_line',
    case: 'KE-parse_command_line',
    docs: 'parse-command-line-function',
    parameters: ['any-text', 'text'],
    returns: 'dynamic',
    evaluate: ([text, parser], call) => commandLine(text, parser, call),
  }),
];
