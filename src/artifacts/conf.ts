/** A setting of a `.conf` file; a value of several lines ends each but the last with a blank and a backslash. */
export type Setting = readonly [name: string, value: string];

/**
 * A stanza's name in which nothing ends it: neither brackets nor control characters. `default` is the stanza of all others' defaults, so it
 * gets a word more.
 */
export function stanzaName(title: string): string {
  const name = title.replaceAll('[', '(').replaceAll(']', ')').trim();
  return name.toLowerCase() === 'default' ? `${name} rule` : name;
}

/**
 * A value in which nothing ends or continues it. A line that ends with a backslash would take the next one in, and the format has no way to
 * write one, so a full stop follows it: for prose only. `undefined` for a text whose lines must stand as they are.
 */
export const proseValue = (text: string): string => (text.endsWith('\\') ? `${text}.` : text);

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that a line must not hold
const LINE_ENDS = /[\r\f\v\u0000\u0085\u2028\u2029]/;

/** Whether a text can be a value as it stands: no line ends with a backslash, none is empty, blank or a comment. */
export const canHold = (text: string): boolean =>
  text.split('\n').every((line, i) => !/\\\s*$/.test(line) && line.trim() !== '' && (i === 0 || !/^\s*#/.test(line))) &&
  !LINE_ENDS.test(text);

/** One stanza. */
export const stanza = (name: string, settings: readonly Setting[]): string =>
  `[${name}]\n${settings.map(([key, value]) => `${key} = ${value.replaceAll('\n', ' \\\n')}\n`).join('')}`;
