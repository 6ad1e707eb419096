/**
 * The one case fold of isorule (docs/semantics.md, "Case").
 *
 * ASCII letters fold among themselves only. Other letters fold by Unicode simple case folding, unless that would give an
 * ASCII letter: the Kelvin sign, the long s and the dotted capital I stay what they are.
 */
const simple = new Map<number, string>();

function single(text: string): number | undefined {
  const code = text.codePointAt(0);
  return code !== undefined && String.fromCodePoint(code).length === text.length ? code : undefined;
}

function foldCodePoint(code: number): string {
  const known = simple.get(code);
  if (known !== undefined) return known;
  const self = String.fromCodePoint(code);
  const upper = single(self.toUpperCase()) ?? code;
  const lower = single(String.fromCodePoint(upper).toLowerCase()) ?? single(self.toLowerCase()) ?? code;
  const folded = lower < 128 ? self : String.fromCodePoint(lower);
  simple.set(code, folded);
  return folded;
}

/** Folds A to Z; every other character stays. */
export function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (run) => run.toLowerCase());
}

/** Folds every letter by the rule above. Never changes the number of code points. */
export function foldSimple(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text.toLowerCase();
  return text.replace(/[\0-\x7f]+|[^\0-\x7f]/gu, (run) => {
    const code = run.codePointAt(0) ?? 0;
    return code < 128 ? run.toLowerCase() : foldCodePoint(code);
  });
}
