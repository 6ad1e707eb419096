import { didYouMean } from '../base/did-you-mean.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { compact } from '../formats/take.ts';
import type { RuleMetadata, Schedule, Threat } from '../ir/rule.ts';
import { labelOf, listOf, singleOf } from './page-labels.ts';
import { type Heading, headingOf, indexFrom, type SectionName, textOf } from './page-lines.ts';
import { labelSpan, type Page } from './page-parts.ts';
import { threatOf } from './page-threat.ts';
import { SEVERITIES } from './rule-fields.ts';

/** `prebuilt-rule-8-3-1-SLUG` or `SLUG`, in an address, an anchor or a file name. */
const SLUG = /^(?:prebuilt-rule-(\d+)-(\d+)-([\dx]+)-)?([a-z0-9_-]+)$/;
const ADDRESS = /\/([a-z0-9_-]+)\.html\b/;
const ASCIIDOC_ANCHOR = /^\s*\[\[([a-z0-9_-]+)\]\]\s*$/;
const LINK = /^\[([^\]]*)\]\(([^)]*)\)$/;
const ADDRESS_START = /^[a-z][a-z0-9+.-]*:\/\/|^\//i;

interface Title {
  readonly line: number;
  readonly heading?: Heading;
}

function titleOf(page: Page, firstLabel: number): Title {
  for (let line = 0; line < firstLabel; line++) {
    const text = page.lines[line];
    const heading = text && headingOf(text);
    if (heading) return { line, heading };
  }
  return { line: -1 };
}

function slugOf(page: Page, title: Title): Pick<RuleMetadata, 'slug' | 'packageVersion'> {
  const before = page.lines.slice(0, Math.max(title.line, 0)).map((line) => line.text);
  const written = before.map((text) => ADDRESS.exec(text)?.[1] ?? ASCIIDOC_ANCHOR.exec(text)?.[1]);
  const parts = SLUG.exec(written.find((slug) => slug !== undefined) ?? title.heading?.anchor ?? '');
  if (!parts) return {};
  return compact({
    slug: parts[4],
    packageVersion: parts[1] === undefined ? undefined : `${parts[1]}.${parts[2]}.${parts[3]}`,
  });
}

const WORDS: Readonly<Record<string, string>> = { second: 's', minute: 'm', hour: 'h', day: 'd' };

/** `5m`; the old pages write `5 minutes`. */
function durationOf(value: string | undefined): string | undefined {
  const words = /^(\d+)\s+(second|minute|hour|day)s?$/i.exec(value ?? '');
  return words ? `${words[1]}${WORDS[words[2]?.toLowerCase() ?? '']}` : value;
}

function scheduleOf(page: Page): Schedule | undefined {
  const schedule = compact<Schedule>({
    interval: durationOf(singleOf(page.labels.get('interval'))),
    // A remark on date math follows in brackets.
    from: dateMath(singleOf(page.labels.get('from'))),
  });
  return Object.keys(schedule).length > 0 ? schedule : undefined;
}

function dateMath(value: string | undefined): string | undefined {
  const start = value?.split(' (', 1)[0]?.trim();
  return start === undefined || /^none$/i.test(start) ? undefined : start;
}

const LABEL_TEXTS = {
  riskScore: 'Risk score',
  version: 'Version',
  maxSignals: 'Maximum alerts per execution',
} as const;

function numberOf(page: Page, name: keyof typeof LABEL_TEXTS, found: Diagnostic[]): number | undefined {
  const value = singleOf(page.labels.get(name));
  const digits = /^(\d{1,9})(?:\s*\(<<.*)?$/.exec(value ?? '')?.[1];
  if (value !== undefined && digits === undefined) {
    const params = { field: LABEL_TEXTS[name], expected: 'a number', found: `\`${value.slice(0, 40)}\`` };
    found.push(diagnostic('container/ignored-field', params, labelSpan(page, name)));
  }
  return digits === undefined ? undefined : Number(digits);
}

function severityOf(page: Page, found: Diagnostic[]): string | undefined {
  const value = singleOf(page.labels.get('severity'))?.toLowerCase();
  if (value === undefined || SEVERITIES.includes(value)) return value;
  const params = { field: 'severity', value, near: didYouMean(value, SEVERITIES) };
  found.push(diagnostic('container/unknown-value', params, labelSpan(page, 'severity')));
  return undefined;
}

/** The migration changed the targets of links, also of foreign ones, so the text of a link is the address. */
function addressOf(item: string): string {
  const [, text = item, target = item] = LINK.exec(item) ?? [];
  return ADDRESS_START.test(text) ? text : target;
}

/** Markers of asciidoc blocks, which may stand around nothing. */
const EMPTY_BLOCK = /^(?:\[source[^\]\n]*\]|[\s-])*$/;

/** The text of a section, up to the next one or to the threat mapping. */
function sectionText(page: Page, name: SectionName): string | undefined {
  const at = page.sections.findIndex((section) => section.name === name);
  const section = page.sections[at];
  if (!section) return undefined;
  const next = page.sections[at + 1]?.line ?? page.lines.length;
  const framework = indexFrom(page.lines, section.line + 1, (line) => labelOf(line)?.name === 'framework');
  const text = textOf(page.lines, section.line + 1, framework === -1 ? next : Math.min(framework, next));
  return EMPTY_BLOCK.test(text) ? undefined : text;
}

/** The threat mapping stands after the query, or after the guide on pages without query. */
function threat(page: Page, from: number): readonly Threat[] | undefined {
  const at = indexFrom(page.lines, from, (line) => labelOf(line)?.name === 'framework');
  const line = page.lines[at];
  if (!line) return undefined;
  const history = page.sections.find((section) => section.line > at && section.name === 'history')?.line;
  return threatOf(page.lines.slice(at + 1, history), labelOf(line)?.value ?? '');
}

function firstLabelLine(page: Page): number {
  const first = [...page.labels.values()][0]?.line ?? page.sections[0]?.line;
  return first ?? page.lines.length;
}

function descriptionOf(page: Page, title: Title, end: number): string | undefined {
  return textOf(page.lines, title.line + 1, end) || undefined;
}

/** What a page says of its rule. `queryLine` is the line of the query's heading. */
export function pageMetadata(page: Page, queryLine: number | undefined, found: Diagnostic[]): RuleMetadata {
  const firstLabel = firstLabelLine(page);
  const title = titleOf(page, firstLabel);
  const tags = listOf(page.labels.get('tags'));
  return compact<RuleMetadata>({
    name: title.heading?.title,
    description: descriptionOf(page, title, firstLabel),
    author: listOf(page.labels.get('author')),
    license: singleOf(page.labels.get('license')),
    severity: severityOf(page, found),
    riskScore: numberOf(page, 'riskScore', found),
    references: listOf(page.labels.get('references'))?.map(addressOf),
    tags,
    falsePositives: sectionText(page, 'falsePositives')?.split('\n'),
    note: sectionText(page, 'note'),
    setup: sectionText(page, 'setup'),
    version: numberOf(page, 'version', found),
    threat: threat(page, queryLine ?? 0),
    schedule: scheduleOf(page),
    index: listOf(page.labels.get('index')),
    maxSignals: numberOf(page, 'maxSignals', found),
    // The tag is the only sign of it on a page.
    buildingBlock: tags?.includes('Rule Type: BBR') ? true : undefined,
    sourcePath: page.source.path,
    ...slugOf(page, title),
  });
}
