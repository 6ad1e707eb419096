const encoder = new TextEncoder();
const bytesOf = (text: string): number => encoder.encode(text).length;

/** The hash FNV-1a of Fowler, Noll and Vo over UTF-16 units, 32 bits in hexadecimal. */
function hash(text: string): string {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return (state >>> 0).toString(16).padStart(8, '0');
}

/** Whether a name has more bytes in UTF-8 than a database reads of it. */
export const isLongName = (name: string, limit: number): boolean => name.length * 3 > limit && bytesOf(name) > limit;

/**
 * A name of at most `limit` bytes in UTF-8: a longer one keeps its beginning and gets a mark of the whole, so that names that are alike in
 * so many bytes stay two. The same name is always shortened alike.
 */
export function shortName(name: string, limit: number): string {
  if (!isLongName(name, limit)) return name;
  const mark = `~${hash(name)}`;
  let start = '';
  let left = limit - mark.length;
  for (const char of name) {
    left -= bytesOf(char);
    if (left < 0) break;
    start += char;
  }
  return start + mark;
}
