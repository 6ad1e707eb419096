import { type CellReport, type CompareReport, isFinding, type RuleReport } from './model.ts';
import { announcedText, eventLines, partText, verdictsText, wordOf } from './words.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML text or attribute; format characters, which could hide or reorder text, are shown as escapes. */
const escaped = (text: string): string =>
  text
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '')
    .replace(/[\p{Cc}\p{Cf}]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);

const STYLE = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{max-width:75rem;margin:2rem auto;padding:0 1rem}
.wide{overflow-x:auto}table{border-collapse:collapse}
th,td{border:1px solid #8885;padding:.25rem .5rem;text-align:left;vertical-align:top}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#8881;padding:.5rem}
.exact{background:#3a53}.conditional{background:#5a33}.announced{background:#da33}
.bad{background:#d333;font-weight:bold}.none{opacity:.6}`;

const CLASSES: { readonly [S in CellReport['status']]: string } = {
  exact: 'exact',
  conditional: 'conditional',
  wider: 'announced',
  narrower: 'announced',
  differs: 'announced',
  unannounced: 'bad',
  failed: 'bad',
  unsupported: 'none',
  'not run': 'none',
};

const ruleAnchor = (at: number): string => `rule-${at + 1}`;

function matrix({ rules, targets }: CompareReport): string {
  const heads = targets.map((one) => {
    const by = 'missing' in one ? `left out: ${one.missing}` : `${one.name} ${one.version}`;
    return `<th>${escaped(one.target)}<br><small>${escaped(by)}</small></th>`;
  });
  const rows = rules.map(({ name, targets: cells }, at) => {
    const found = cells.map(
      (cell) =>
        `<td class="${CLASSES[cell.status]}" title="${escaped(cell.assumes.map(({ id }) => id).join(', '))}">${escaped(wordOf(cell))}</td>`,
    );
    return `<tr><th><a href="#${ruleAnchor(at)}">${escaped(name)}</a></th>${found.join('')}</tr>`;
  });
  return `<div class="wide"><table><tr><th>rule</th>${heads.join('')}</tr>\n${rows.join('\n')}</table></div>`;
}

function difference({ first }: CellReport): string {
  if (!first) return '';
  const lines = [verdictsText(first), `part: ${partText(first)}`, announcedText(first)].map(escaped).join('<br>');
  return `<p>${lines}</p><pre>${escaped(eventLines(first).join('\n'))}</pre>`;
}

function cellSection(cell: CellReport): string {
  const { target, ways, held, unannounced, announced, assumes, reason } = cell;
  const run =
    ways.length === 0
      ? ''
      : `: ${held} events in ${ways.length} ways, ${unannounced} unannounced, ${announced} announced`;
  const told = reason === undefined ? '' : `<p>${escaped(reason)}</p>`;
  const list = assumes.map(({ id, sentence }) => `<li><code>${escaped(id)}</code>: ${escaped(sentence)}</li>`).join('');
  const title = `<b>${escaped(target)}</b> ${escaped(wordOf(cell))}${escaped(run)}`;
  const body = `${told}${list && `<ul>${list}</ul>`}${difference(cell)}`;
  return body === ''
    ? `<p>${title}</p>`
    : `<details${isFinding(cell) ? ' open' : ''}><summary>${title}</summary>${body}</details>`;
}

function ruleSection({ name, file, id, events, streams, matching, targets }: RuleReport, at: number): string {
  const facts = [
    file,
    ...(id === undefined ? [] : [id]),
    streams === undefined
      ? `${events} events, ${matching} match`
      : `${events} events in ${streams} streams, ${matching} matches`,
  ];
  return `<section id="${ruleAnchor(at)}"><h2>${escaped(name)}</h2><p>${escaped(facts.join(' · '))}</p>\n${targets.map(cellSection).join('\n')}</section>`;
}

/** A comparison as one HTML page that loads nothing. */
export function compareHtml(report: CompareReport): string {
  const { rules, seed, isorule } = report;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>isorule compare</title><style>${STYLE}</style></head><body>
<h1>Rules and their outputs, on the same events</h1>
<p>${rules.length} rules, seed ${seed}, isorule ${escaped(isorule)}</p>
${matrix(report)}
${rules.map(ruleSection).join('\n')}
</body></html>
`;
}
