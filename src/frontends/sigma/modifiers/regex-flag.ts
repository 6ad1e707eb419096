import type { SigmaRegex } from '../value.ts';
import { type Modifier, wrongType } from './modifier.ts';

type Flag = 'ignoreCase' | 'multiline' | 'dotAll';

/** A modifier that sets a flag of the regular expression that `re` made. */
export const regexFlag = (name: string, flag: Flag): Modifier => ({
  name,
  change: (value, use): SigmaRegex | undefined =>
    value.kind === 'regex' ? { ...value, [flag]: true } : wrongType(value, use, 'a regular expression (`re`)'),
});
