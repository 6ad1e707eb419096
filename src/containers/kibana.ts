import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { readJson } from '../formats/json.ts';
import { asText, get, isNull, type Located, type LocatedMap, type Read } from '../formats/located.ts';
import { readNdjson, textLines } from '../formats/ndjson.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Container } from './container.ts';
import { isRuleType, type RuleContext, readElasticRule } from './elastic-rule.ts';
import type { Envelope, Reading } from './envelope.ts';
import { listKey, readExceptionItem, readExceptionList } from './exceptions.ts';
import type { ExceptionItem } from './surroundings.ts';

type ObjectKind = 'rule' | 'package' | 'exception-item' | 'exception-list' | 'connector' | 'summary';

const has = (map: LocatedMap, key: string): boolean => {
  const value = get(map, key);
  return value !== undefined && !isNull(value);
};

/** The objects of an export, in the order in which they are asked. */
const KINDS: { readonly [K in ObjectKind]: (map: LocatedMap) => boolean } = {
  connector: (map) => asText(get(map, 'type')) === 'action',
  // The package of prebuilt rules wraps each rule, as does every saved object.
  package: (map) => get(map, 'attributes')?.kind === 'map' && asText(get(map, 'type')) !== 'action',
  'exception-item': (map) => has(map, 'list_id') && has(map, 'entries'),
  'exception-list': (map) => has(map, 'list_id'),
  summary: (map) => has(map, 'exported_count') || has(map, 'exported_rules_count'),
  rule: (map) => has(map, 'rule_id') || has(map, 'query') || isRuleType(asText(get(map, 'type')) ?? ''),
};

const ORDER = Object.keys(KINDS) as readonly ObjectKind[];

const kindOfObject = (map: LocatedMap): ObjectKind | undefined => ORDER.find((kind) => KINDS[kind](map));

/** An export has one object a line; a rule of the package, or one copied from the API, is one value over many lines. */
function valuesOf(source: SourceText): Read<readonly Located[]> {
  const first = textLines(source)[0];
  if (first && readJson(source, first.start, first.end).value) {
    const { value = [], diagnostics } = readNdjson(source);
    return { value: value.flatMap(flat), diagnostics };
  }
  const { value, diagnostics } = readJson(source);
  return { value: value ? flat(value) : [], diagnostics };
}

const flat = (value: Located): readonly Located[] => (value.kind === 'list' ? value.items : [value]);

interface Sorted {
  readonly rules: Located[];
  readonly exceptions: Map<string, ExceptionItem[]>;
}

function take(kind: ObjectKind, map: LocatedMap, into: Sorted, found: Diagnostic[]): void {
  if (kind === 'rule') into.rules.push(map);
  if (kind === 'package') into.rules.push(get(map, 'attributes') ?? map);
  if (kind !== 'exception-item' && kind !== 'exception-list') return;
  const item = kind === 'exception-item' ? readExceptionItem(map, found) : undefined;
  const key = listKey(item ?? readExceptionList(map, found));
  const items = into.exceptions.get(key) ?? [];
  into.exceptions.set(key, items);
  if (item) items.push(item);
}

function sort(values: readonly Located[], found: Diagnostic[]): Sorted {
  const into: Sorted = { rules: [], exceptions: new Map() };
  for (const value of values) {
    const kind = value.kind === 'map' ? kindOfObject(value) : undefined;
    if (value.kind === 'map' && kind) take(kind, value, into, found);
    else found.push(diagnostic('container/unknown-object', {}, value.span));
  }
  return into;
}

function read(source: SourceText): Reading {
  const { value: values = [], diagnostics } = valuesOf(source);
  const found = [...diagnostics];
  const { rules, exceptions } = sort(values, found);
  const context: RuleContext = { container: 'kibana', metadata: { sourcePath: source.path }, exceptions, unknown: [] };
  const envelopes: Envelope[] = rules.flatMap((rule) => readElasticRule(rule, context, found) ?? []);
  if (rules.length === 0 && found.length === 0) {
    const span = { source, start: 0, end: Math.min(1, source.text.length) };
    found.push(diagnostic('container/no-rule', { expected: 'an object with a rule' }, span));
  }
  return { envelopes, diagnostics: found };
}

/** An export of Kibana's rules (one JSON object a line), a rule of the prebuilt rules' package, or one from the rule API. */
export const kibana: Container = {
  id: 'kibana',
  title: 'Kibana export',
  names: /\.(?:ndjson|json|jsonl)$/i,
  looksLike: (text) =>
    /^\ufeff?\s*[[{]/.test(text) && /"(?:rule_id|query|attributes|list_id|exported_count|risk_score)"\s*:/.test(text),
  read,
};
