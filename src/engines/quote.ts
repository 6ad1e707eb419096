/** A name or text in quotes, with the quote inside doubled, as ISO SQL has it. */
export function doubled(quote: string, text: string): string {
  return quote + text.replaceAll(quote, quote + quote) + quote;
}

/** A name or text in quotes for ClickHouse, where the backslash is an escape in both. */
export function backslashed(quote: string, text: string): string {
  return quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}
