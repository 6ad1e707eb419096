/** The units (1 or 2) of the code point that starts at a UTF-16 offset. */
export function unitsAt(text: string, offset: number): number {
  return (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
}

/** How many code points a text has before a UTF-16 offset; by default in all. */
export function countPoints(text: string, end: number = text.length): number {
  let count = 0;
  for (let offset = 0; offset < end; offset += unitsAt(text, offset)) count++;
  return count;
}

/** The UTF-16 offset of the code point with a number, counted from zero; clipped to the text. */
export function pointOffset(text: string, point: number): number {
  let offset = 0;
  for (let left = point; left > 0 && offset < text.length; left--) offset += unitsAt(text, offset);
  return offset;
}
