import type { SourceText } from '../text/source-text.ts';
import type { ContainerId, Reading } from './envelope.ts';

/** One kind of rule file: how to know it, and how to cut the rules out of it. */
export interface Container {
  readonly id: ContainerId;
  /** What the rules of this kind are called, for people. */
  readonly title: string;
  /** The names that such files have. */
  readonly names: RegExp;
  /** Whether the text can hardly be anything else. Linear in the text. */
  readonly looksLike: (text: string) => boolean;
  readonly read: (source: SourceText) => Reading;
}
