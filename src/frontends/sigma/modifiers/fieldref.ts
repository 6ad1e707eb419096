import { textModifier, withoutWildcards } from './modifier.ts';

/** The value of another field of the event: plain text, and no pattern. */
export const fieldref = textModifier('fieldref', (text, use) => {
  if (!use.hasField) {
    use.scope.report('sigma/needs-field', { modifier: use.name }, use.span);
    return undefined;
  }
  const name = withoutWildcards(text, use);
  if (name === undefined) return undefined;
  if (name !== '') return { kind: 'reference', field: name, affix: 'none', span: text.span };
  use.scope.report('sigma/empty-reference', {}, text.span);
  return undefined;
});
