import { compare } from './compare.ts';
import { compile } from './compile.ts';
import type { Section } from './section.ts';
import { sigma } from './sigma.ts';
import { stateful } from './stateful.ts';

/** Every section, in the order of the report. */
export const sections: readonly Section[] = [compile, sigma, stateful, compare];
