/** What stands between the pipes of an SPL text, read by the manual's rules on quotes, comments and escapes; written apart from the backend. */
export type Token =
  | { readonly kind: 'string' | 'name' | 'word' | 'sign'; readonly text: string }
  | { readonly kind: 'pipe' };

const ESCAPED = new Set(['"', '\\', '|']);

/** A string from its opening quote: known escapes are undone, other backslashes stay. */
function readString(text: string, from: number): { readonly value: string; readonly end: number } {
  let value = '';
  for (let i = from + 1; i < text.length; i++) {
    const next = text[i + 1] ?? '';
    if (text[i] === '"') return { value, end: i + 1 };
    if (text[i] === '\\' && ESCAPED.has(next)) {
      value += next;
      i++;
    } else value += text[i];
  }
  throw new Error('a string without an end');
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  if (end === -1) throw new Error(`no ${mark} after ${from}`);
  return end;
}

/** Reads a text token by token; throws where a quote or comment has no end, or a macro or subsearch begins. */
export function readTokens(text: string): readonly Token[] {
  const out: Token[] = [];
  for (let i = 0; i < text.length; ) {
    const char = text[i] ?? '';
    const word = /^[\w.@*-]+/.exec(text.slice(i))?.[0];
    if (/\s/.test(char)) i++;
    else if (text.startsWith('```', i)) i = endOf(text, '```', i + 3) + 3;
    else if (char === '`' || char === '[') throw new Error(`a macro or a subsearch at ${i}`);
    else if (char === '"') {
      const { value, end } = readString(text, i);
      out.push({ kind: 'string', text: value });
      i = end;
    } else if (char === "'") {
      const end = endOf(text, "'", i + 1);
      out.push({ kind: 'name', text: text.slice(i + 1, end) });
      i = end + 1;
    } else if (char === '|') {
      out.push({ kind: 'pipe' });
      i++;
    } else if (word !== undefined) {
      out.push({ kind: 'word', text: word });
      i += word.length;
    } else {
      out.push({ kind: 'sign', text: char });
      i++;
    }
  }
  return out;
}

/** The first word behind each pipe. */
export function commandsOf(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token, i) => {
    const next = tokens[i + 1];
    return token.kind === 'pipe' ? [next && next.kind !== 'pipe' ? next.text : ''] : [];
  });
}
