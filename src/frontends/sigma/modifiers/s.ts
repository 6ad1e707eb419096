import { regexFlag } from './regex-flag.ts';

/** The dot matches line ends too. */
export const s = regexFlag('s', 'dotAll');
