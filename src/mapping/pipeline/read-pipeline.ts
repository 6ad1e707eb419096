import { didYouMean } from '../../base/did-you-mean.ts';
import { type Diagnostic, diagnostic, isError } from '../../diagnostics/diagnostic.ts';
import { entryOf, get, isNull, type Located, type Read } from '../../formats/located.ts';
import { field, takeNumber, takeText, takeTexts } from '../../formats/take.ts';
import { knownMap, needed } from '../files/keys.ts';
import { readScope, SCOPE_KEYS } from './conditions.ts';
import type { Pipeline, PipelineItem, PlaceholderRule, Source } from './pipeline.ts';
import { textsOfMap } from './texts-of-map.ts';
import { transformations } from './transformations/index.ts';

const KEYS = ['name', 'priority', 'vars', 'transformations', 'postprocessing', 'finalizers', 'allowed_backends'];
/** What a pipeline does to the text of a query, which isorule writes itself. */
const LEFT_OUT = ['postprocessing', 'finalizers'];
/** Transformations that only Python code can have, or that write parts of a query by hand. */
const IMPOSSIBLE = ['field_name_transform', 'query_expression_placeholders'];
const PLACEHOLDERS: Readonly<Record<string, PlaceholderRule['kind']>> = {
  value_placeholders: 'variables',
  wildcard_placeholders: 'wildcard',
};
const KNOWN = [...Object.keys(transformations), ...Object.keys(PLACEHOLDERS), 'nest'];

class Reader {
  readonly found: Diagnostic[] = [];
  readonly placeholders: PlaceholderRule[] = [];

  items(node: Located | undefined): readonly PipelineItem[] {
    if (!node || isNull(node)) return [];
    const nodes = node.kind === 'list' ? node.items : [node];
    return nodes.flatMap((one) => this.item(one));
  }

  item(node: Located): readonly PipelineItem[] {
    const map = knownMap(
      node,
      'a transformation',
      node.kind === 'map' ? node.entries.map(({ key }) => key) : [],
      this.found,
    );
    const type = map && needed(map, 'type', 'a transformation', takeText, this.found);
    if (!map || type === undefined) return [];
    const source: Source = { map, found: this.found };
    const typeSpan = get(map, 'type')?.span ?? map.span;
    const own = this.keysOf(type);
    if (!own) {
      const near = didYouMean(type, KNOWN);
      const params = { key: 'type', word: type, near, known: KNOWN };
      this.found.push(
        IMPOSSIBLE.includes(type)
          ? diagnostic('mapping/impossible', { type }, typeSpan)
          : diagnostic('mapping/bad-word', params, typeSpan),
      );
      return [];
    }
    knownMap(map, 'a transformation', ['type', ...SCOPE_KEYS, ...own], this.found);
    const scope = readScope(source);
    if (type === 'nest') return this.nested(source, scope);
    const placeholder = Object.hasOwn(PLACEHOLDERS, type) ? PLACEHOLDERS[type] : undefined;
    if (placeholder) {
      this.placeholder(source, placeholder);
      return [];
    }
    const apply = transformations[type]?.read(source);
    return apply ? [{ scope, apply }] : [];
  }

  keysOf(type: string): readonly string[] | undefined {
    if (type === 'nest') return ['items'];
    if (Object.hasOwn(PLACEHOLDERS, type)) return ['include', 'exclude'];
    return Object.hasOwn(transformations, type) ? transformations[type]?.keys : undefined;
  }

  /** The conditions of the outer item hold for each inner one. */
  nested({ map }: Source, outer: PipelineItem['scope']): readonly PipelineItem[] {
    const inner = this.items(get(map, 'items'));
    return inner.map(({ scope, apply }) => ({
      apply,
      scope: {
        ...scope,
        forRule: (work) => outer.forRule(work) && scope.forRule(work),
        forItem: (work, item) => outer.forItem(work, item) && scope.forItem(work, item),
        forField: (work, name) => outer.forField(work, name) && scope.forField(work, name),
      },
    }));
  }

  placeholder({ map, found }: Source, kind: PlaceholderRule['kind']): void {
    const include = field(map, 'include', takeTexts, found, 'bad');
    const exclude = field(map, 'exclude', takeTexts, found, 'bad') ?? [];
    this.placeholders.push({
      kind,
      concerns: (name) => (include?.includes(name) ?? true) && !exclude.includes(name),
    });
  }
}

/**
 * Reads a processing pipeline as pySigma writes it. Unknown transformations, conditions and keys are errors with their place; what
 * changes the text of a query is left out with a warning.
 */
export function readPipeline(document: Located): Read<Pipeline> {
  const reader = new Reader();
  const { found } = reader;
  const map = knownMap(document, 'a pipeline', KEYS, found);
  if (!map) return { diagnostics: found };
  for (const key of LEFT_OUT) {
    const entry = entryOf(map, key);
    if (entry && !isNull(entry.value)) found.push(diagnostic('mapping/left-out', { key }, entry.keySpan));
  }
  field(map, 'priority', takeNumber, found, 'bad');
  const variables = entryOf(map, 'vars') ? textsOfMap({ map, found }, 'vars') : undefined;
  const items = reader.items(get(map, 'transformations'));
  const pipeline: Pipeline = {
    kind: 'pipeline',
    name: field(map, 'name', takeText, found, 'bad') ?? 'a pipeline without a name',
    items,
    variables: variables ?? new Map(),
    placeholders: reader.placeholders,
  };
  return found.some(isError) ? { diagnostics: found } : { value: pipeline, diagnostics: found };
}
