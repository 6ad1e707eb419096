import { isFirst, type Modifier, wrongType } from './modifier.ts';

/** The value is a regular expression, searched for with case. It is taken as written: Sigma's escapes and wildcards mean nothing in it. */
export const re: Modifier = {
  name: 're',
  change: (value, use) => {
    if (!isFirst(use)) return undefined;
    if (value.kind !== 'text') return wrongType(value, use, 'text');
    const { slice, span } = value;
    return { kind: 'regex', slice, ignoreCase: false, multiline: false, dotAll: false, span };
  },
};
