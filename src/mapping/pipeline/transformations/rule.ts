import { diagnostic } from '../../../diagnostics/diagnostic.ts';
import { entryOf, kindOf, type Located } from '../../../formats/located.ts';
import { compact, field, takeBoolean, takeText } from '../../../formats/take.ts';
import { and, field as fieldNode, not } from '../../../ir/build.ts';
import type { Cond } from '../../../ir/cond.ts';
import { sigmaPattern } from '../../../ir/pattern.ts';
import type { LogSource, Rule } from '../../../ir/rule.ts';
import { mapConditions } from '../../../ir/walk.ts';
import { needed, takeOneOrMore } from '../../files/keys.ts';
import { takePlain } from '../../files/read-row.ts';
import { constantOf, type Plain } from '../../rows.ts';
import { changeItems } from '../change-items.ts';
import { equality, type ItemValue } from '../items.ts';
import type { Source, TransformationKind } from '../pipeline.ts';

const itemValue = (plain: Plain): ItemValue =>
  typeof plain === 'string'
    ? { kind: 'text', pattern: sigmaPattern(plain) }
    : { kind: 'constant', constant: constantOf(plain) };

/** `$category`, `$product` and `$service` of the rule's log source; what the rule lacks stays as it stands. */
const filled = (plain: Plain, { category, product, service }: LogSource): Plain =>
  typeof plain !== 'string'
    ? plain
    : plain.replace(/\$(category|product|service)\b/g, (whole, name: string) => {
        const value = name === 'category' ? category : name === 'product' ? product : service;
        return value ?? whole;
      });

interface AddedTest {
  readonly name: string;
  readonly values: readonly Plain[];
}

function added({ map, found }: Source): readonly AddedTest[] | undefined {
  const node: Located | undefined = entryOf(map, 'conditions')?.value;
  if (!node) found.push(diagnostic('mapping/missing-key', { key: 'conditions', what: 'a transformation' }, map.span));
  else if (node.kind === 'map')
    return node.entries.map(({ key, value }) => ({
      name: key,
      values: takeOneOrMore(takePlain)(value, key, 'bad', found) ?? [],
    }));
  else found.push(diagnostic('mapping/not-a-map', { what: '`conditions`', found: kindOf(node) }, node.span));
  return undefined;
}

const testOf = ({ name, values }: AddedTest, fill: (plain: Plain) => Plain): Cond =>
  equality({
    subject: fieldNode(name, { type: 'unknown', list: false }),
    caseRule: 'simple',
    values: values.map((plain) => itemValue(fill(plain))),
  });

const withFields = (rule: Rule, change: (fields: readonly string[]) => readonly string[]): Rule => {
  const { sigma } = rule.metadata;
  return { ...rule, metadata: { ...rule.metadata, sigma: { ...sigma, fields: change(sigma?.fields ?? []) } } };
};

/** A transformation of the list of fields that help whoever looks into an alert. */
const listTransformation = (
  key: 'field' | 'fields',
  change: (fields: readonly string[], names: readonly string[]) => readonly string[],
): TransformationKind => ({
  keys: [key],
  read: ({ map, found }) => {
    const names = needed(map, key, 'a transformation', takeOneOrMore(takeText), found);
    if (!names) return undefined;
    return (work) => {
      work.rule = withFields(work.rule, (fields) => change(fields, names));
    };
  },
});

const failure: TransformationKind['read'] = ({ map, found }) => {
  const message = needed(map, 'message', 'a transformation', takeText, found);
  if (message === undefined) return undefined;
  return (work) => {
    work.failure ??= `the pipeline refuses it: ${message}`;
  };
};

export const ruleTransformations: Readonly<Record<string, TransformationKind>> = {
  add_condition: {
    keys: ['conditions', 'name', 'template', 'negated'],
    read: (source) => {
      const { map, found } = source;
      const tests = added(source);
      const template = field(map, 'template', takeBoolean, found, 'bad') ?? false;
      const negated = field(map, 'negated', takeBoolean, found, 'bad') ?? false;
      field(map, 'name', takeText, found, 'bad');
      if (!tests) return undefined;
      return (work, { id }) => {
        const { logSource = {} } = work.rule;
        const all = tests.map((test) => testOf(test, (plain) => (template ? filled(plain, logSource) : plain)));
        for (const test of all) work.appliedToItem(id, test, test);
        const extra = negated ? not(and(all)) : and(all);
        work.rule = { ...work.rule, query: mapConditions(work.rule.query, (cond) => and([extra, cond])) };
      };
    },
  },
  change_logsource: {
    keys: ['category', 'product', 'service'],
    read: ({ map, found }) => {
      const logSource = compact<LogSource>({
        category: field(map, 'category', takeText, found, 'bad'),
        product: field(map, 'product', takeText, found, 'bad'),
        service: field(map, 'service', takeText, found, 'bad'),
      });
      return (work) => {
        work.rule = { ...work.rule, logSource };
      };
    },
  },
  drop_detection_item: {
    keys: [],
    read: () => (work, scope) => changeItems(work, scope, () => undefined),
  },
  add_field: listTransformation('field', (fields, names) => [...fields, ...names]),
  remove_field: listTransformation('field', (fields, names) => fields.filter((name) => !names.includes(name))),
  set_field: listTransformation('fields', (_, names) => names),
  set_state: {
    keys: ['key', 'val'],
    read: ({ map, found }) => {
      const key = needed(map, 'key', 'a transformation', takeText, found);
      const value = needed(map, 'val', 'a transformation', takePlain, found);
      if (key === undefined || value === undefined) return undefined;
      return (work) => void work.state.set(key, String(value));
    },
  },
  set_custom_attribute: {
    keys: ['attribute', 'value'],
    read: ({ map, found }) => {
      const name = needed(map, 'attribute', 'a transformation', takeText, found);
      const value = needed(map, 'value', 'a transformation', takePlain, found);
      if (name === undefined || value === undefined) return undefined;
      return (work) => {
        const { metadata } = work.rule;
        const custom = { ...metadata.sigma?.custom, [name]: value };
        work.rule = { ...work.rule, metadata: { ...metadata, sigma: { ...metadata.sigma, custom } } };
      };
    },
  },
  rule_failure: { keys: ['message'], read: failure },
  detection_item_failure: {
    keys: ['message'],
    read: (source) => {
      const fail = failure(source);
      return (
        fail &&
        ((work, scope) =>
          changeItems(work, scope, (item) => {
            fail(work, scope);
            return item;
          }))
      );
    },
  },
};
