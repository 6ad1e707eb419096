import type { RuleMetadata } from '../ir/rule.ts';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** One line of plain text: control and format characters and line ends become blanks. */
export const oneLine = (text: string): string => text.replace(UNSEEN, ' ').replace(/ {2,}/g, ' ').trim();

/** Text of several lines: no control or format characters but line ends. */
export const lines = (text: string): string =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replace(UNSEEN, ' ').trimEnd())
    .join('\n')
    .trim();

/** The title, on one line, or a stand-in. */
export const titleOf = ({ name, slug }: RuleMetadata): string =>
  oneLine(name ?? '') || oneLine(slug ?? '') || 'Untitled rule';

/** Texts of a list, each on one line, without those that say nothing. */
export const listed = (items: readonly string[] = []): readonly string[] =>
  items.map(oneLine).filter((item) => item !== '');

const section = (title: string, items: readonly string[] | undefined): readonly string[] => {
  const shown = listed(items);
  return shown.length === 0 ? [] : [`${title}:\n${shown.map((item) => `- ${item}`).join('\n')}`];
};

const said = (title: string, text: string | undefined): readonly string[] => {
  const shown = lines(text ?? '');
  return shown === '' ? [] : [`${title}:\n${shown}`];
};

type Fact = readonly [label: string, value: string];

const facts = (all: readonly Fact[]): readonly string[] => {
  const shown = all.flatMap(([label, value]) => (value === '' ? [] : [`${label}: ${value}`])).join('\n');
  return shown === '' ? [] : [shown];
};

const originOf = ({ license, ruleId }: RuleMetadata): readonly Fact[] => [
  ['License', oneLine(license ?? '')],
  ['Source rule', oneLine(ruleId ?? '')],
];

/** The parts of a rule's documentation that a format may have places of its own for. */
export type Part = 'false-positives' | 'references' | 'note' | 'setup' | 'credits' | 'origin';

const PARTS: { readonly [P in Part]: (metadata: RuleMetadata) => readonly string[] } = {
  credits: (metadata) => facts([['Author', listed(metadata.author).join(', ')], ...originOf(metadata)]),
  origin: (metadata) => facts(originOf(metadata)),
  'false-positives': ({ falsePositives }) => section('False positives', falsePositives),
  references: ({ references }) => section('References', references),
  note: ({ note }) => said('Investigation guide', note),
  setup: ({ setup }) => said('Setup', setup),
};

/** A description, and the parts that had no room in it. */
export interface Prose {
  readonly text: string;
  readonly left: readonly Part[];
}

/**
 * The description with what else the rule says of itself behind it, part by part, as far as there is room. The description itself is never
 * cut.
 */
export function proseOf(metadata: RuleMetadata, parts: readonly Part[], most = Number.POSITIVE_INFINITY): Prose {
  let text = lines(metadata.description ?? '') || titleOf(metadata);
  const left: Part[] = [];
  for (const part of parts) {
    const [more] = PARTS[part](metadata);
    if (more === undefined) continue;
    const longer = `${text}\n\n${more}`;
    if (longer.length <= most) text = longer;
    else left.push(part);
  }
  return { text, left };
}
