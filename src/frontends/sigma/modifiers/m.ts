import { regexFlag } from './regex-flag.ts';

/** `^` and `$` match at line ends too. */
export const m = regexFlag('m', 'multiline');
