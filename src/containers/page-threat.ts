import type { Technique, Threat, ThreatReference } from '../ir/rule.ts';
import type { Line } from './page-lines.ts';

const PART = /^[\s*-]*(tactic|technique|sub-technique|name|id|reference url)\s*:\s*(\S.*)?$/i;
const ID = /^(?:(TA\d{4}|AML\.TA\d+)|(T\d{4}|AML\.T\d+)(\.\d{3})?)$/;
const LINK = /^\[([^\]]*)\]\([^)]*\)$/;

interface Draft {
  id?: string;
  name?: string;
  reference?: string;
}

const SETTERS: Readonly<Record<string, (draft: Draft, value: string) => void>> = {
  name: (draft, value) => {
    draft.name = value;
  },
  id: (draft, value) => {
    draft.id = value;
  },
  'reference url': (draft, value) => {
    draft.reference = LINK.exec(value)?.[1] ?? value;
  },
};

/** The flat list of the page: names, ids and addresses, a group for each tactic, technique and sub-technique. */
function drafts(lines: readonly Line[]): readonly Draft[] {
  const all: Draft[] = [];
  for (const line of lines) {
    const part = PART.exec(line.text);
    const set = SETTERS[part?.[1]?.toLowerCase() ?? ''];
    const value = part?.[2]?.trim() ?? '';
    if (part && !set) all.push({});
    else if (set && value !== '') set(all.at(-1) ?? all[all.push({}) - 1] ?? {}, value);
  }
  return all;
}

interface Building {
  framework?: string;
  tactic?: ThreatReference;
  techniques: (Technique & { subtechniques: ThreatReference[] })[];
}

/** A technique belongs to the tactic before it, a sub-technique to the technique before it. */
function place(all: Building[], draft: Draft, start: () => Building): void {
  const id = ID.exec(draft.id ?? '');
  if (!id) return;
  if (id[1] !== undefined) {
    start().tactic = draft;
    return;
  }
  const threat = all.at(-1) ?? start();
  if (id[3] === undefined) threat.techniques.push({ ...draft, subtechniques: [] });
  else {
    const last = threat.techniques.at(-1);
    if (last && last.id === id[2]) last.subtechniques.push(draft);
    else threat.techniques.push({ ...(id[2] !== undefined && { id: id[2] }), subtechniques: [draft] });
  }
}

/** The framework's name without what is left of its trademark sign. */
const frameworkOf = (value: string): string =>
  value
    .replaceAll('&amp;', '&')
    .replace(/(?:\^?TM\^?|™)\s*$/, '')
    .trim();

/** The threat mapping below the label `Framework`. */
export function threatOf(lines: readonly Line[], framework: string): readonly Threat[] {
  const all: Building[] = [];
  const name = frameworkOf(framework);
  const start = (): Building => {
    const made: Building = { ...(name !== '' && { framework: name }), techniques: [] };
    all.push(made);
    return made;
  };
  for (const draft of drafts(lines)) place(all, draft, start);
  return all;
}
