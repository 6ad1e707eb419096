/** A stanza as Splunk reads it. */
export interface Stanza {
  readonly name: string;
  readonly settings: ReadonlyMap<string, string>;
}

/**
 * Reads a .conf file as Splunk's documents describe it: a stanza's name in brackets, `name = value`, lines that begin with `#` are comments, and a
 * backslash at the end of a line takes the next one in. Anything else is an error.
 */
export function readConf(text: string): readonly Stanza[] {
  const stanzas: { name: string; settings: Map<string, string> }[] = [];
  const rows = text.split(/\r\n|[\n\r\f\v\u0085\u2028\u2029]/);
  for (let at = 0; at < rows.length; at++) {
    let row = rows[at] ?? '';
    if (/^\s*(?:#|$)/.test(row)) continue;
    while (/\\\s*$/.test(row)) row = `${row.replace(/\\\s*$/, '')}\n${rows[++at] ?? ''}`;
    const head = /^\[([^\]]*)\]$/.exec(row);
    if (head) {
      stanzas.push({ name: head[1] ?? '', settings: new Map() });
      continue;
    }
    const [, name = '', value = ''] = /^([\w.]+) = ([\s\S]*)$/.exec(row) ?? [];
    if (name === '' || stanzas.at(-1)?.settings.has(name) !== false) throw new Error(`not a setting: ${row}`);
    stanzas.at(-1)?.settings.set(name, value);
  }
  return stanzas;
}
