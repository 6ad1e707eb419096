import { textModifier } from './modifier.ts';

/** Case counts. Wildcards stay what they are. */
export const cased = textModifier('cased', (text) => ({ ...text, caseRule: 'exact' }));
