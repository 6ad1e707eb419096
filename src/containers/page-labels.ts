import { headingOf, type Line } from './page-lines.ts';

/** The fields of a page, PAGE_FORMAT: `**Label**: value`, one asterisk in asciidoc, the colon inside the bold in some copies. */
const LABEL = /^\s*(?:[-*]\s+)?\*{1,2}([^*:]{1,60})(?:\*{1,2}\s*:|:\s*\*{1,2})\s*(\S.*)?$/;
const BULLET = /^\s*[*-]\s+(\S.*)$/;

const LABELS = {
  'rule type': 'type',
  'rule indices': 'index',
  'rule index': 'index',
  severity: 'severity',
  'risk score': 'riskScore',
  'runs every': 'interval',
  'searches indices from': 'from',
  'maximum alerts per execution': 'maxSignals',
  references: 'references',
  tags: 'tags',
  version: 'version',
  'added ({stack} release)': 'added',
  'last modified ({stack} release)': 'modified',
  'rule authors': 'author',
  'rule license': 'license',
  'machine learning job': 'job',
  'machine learning anomaly threshold': 'anomaly',
  framework: 'framework',
} as const;

export type LabelName = (typeof LABELS)[keyof typeof LABELS];

export interface Label {
  readonly name: LabelName;
  readonly line: number;
  /** What stands on the line of the label; empty where a list follows. */
  readonly value: string;
  /** The bullets below it. */
  readonly items: readonly string[];
}

const isLabel = (label: string): label is keyof typeof LABELS => Object.hasOwn(LABELS, label);

/** The label that a line starts with. */
export function labelOf(line: Line): { readonly name: LabelName; readonly value: string } | undefined {
  const found = LABEL.exec(line.text);
  const label = found?.[1]?.trim().toLowerCase() ?? '';
  return isLabel(label) ? { name: LABELS[label], value: (found?.[2] ?? '').trim() } : undefined;
}

/** Markdown's own escapes; no value of a field holds a backslash. */
const unescaped = (text: string): string => text.replace(/\\([*_[\]()#+\-.!`])/g, '$1');

function itemsBelow(lines: readonly Line[], label: number): readonly string[] {
  const items: string[] = [];
  for (const line of lines.slice(label + 1)) {
    if (line.text.trim() === '') continue;
    const bullet = BULLET.exec(line.text)?.[1];
    if (bullet === undefined || labelOf(line) || headingOf(line)) break;
    items.push(unescaped(bullet.trimEnd()));
  }
  return items;
}

/** The labels among the first `end` lines; of labels that stand twice the first. */
export function labelsOf(lines: readonly Line[], end: number): ReadonlyMap<LabelName, Label> {
  const labels = new Map<LabelName, Label>();
  lines.slice(0, end).forEach((line, index) => {
    const found = labelOf(line);
    if (!found || labels.has(found.name)) return;
    labels.set(found.name, { ...found, line: index, items: found.value === '' ? itemsBelow(lines, index) : [] });
  });
  return labels;
}

const isNothing = (value: string): boolean => /^(?:none)?$/i.test(value);

/** The single value of a label; `None` is nothing. */
export function singleOf(label: Label | undefined): string | undefined {
  const value = label?.value ?? '';
  return isNothing(value) ? undefined : unescaped(value);
}

/** The list of a label: its bullets, or one line with commas. Nothing where the page lacks the label. */
export function listOf(label: Label | undefined): readonly string[] | undefined {
  if (!label) return undefined;
  const items =
    label.value === ''
      ? label.items
      : unescaped(label.value)
          .split(',')
          .map((item) => item.trim());
  return items.filter((item) => !isNothing(item));
}
