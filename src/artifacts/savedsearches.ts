import { durationText, parseDuration } from '../base/duration.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { ruleUuid } from '../target/rule-id.ts';
import { actorColumns } from './actors.ts';
import type { About, Artifact, ArtifactInput, Written } from './artifact.ts';
import { attackOf } from './attack.ts';
import { checked } from './changes.ts';
import { canHold, proseValue, type Setting, stanza, stanzaName } from './conf.ts';
import { type Fact, map, matching, oneOf, text } from './facts.ts';
import { listed, oneLine, proseOf, titleOf } from './prose.ts';
import { cronOf, planOf, shortDuration } from './schedule.ts';
import { seedOf } from './seed.ts';
import { severityOf } from './severity.ts';

const ID = 'savedsearches';

const WINDOW = matching(/^(?:now|-\d+[smhd])$/, 'a relative time');
const SWITCH = oneOf('0', '1');

/** savedsearches.conf.spec. */
const STANZA: Fact = map(
  {
    description: text(),
    search: text(),
    enableSched: SWITCH,
    cron_schedule: matching(/^(?:\*(?:\/\d+)?|\d+)(?: (?:\*(?:\/\d+)?|\d+)){4}$/, 'a cron schedule of five fields'),
    'dispatch.earliest_time': WINDOW,
    'dispatch.latest_time': WINDOW,
    counttype: oneOf('number of events'),
    relation: oneOf('greater than'),
    quantity: matching(/^\d+$/, 'a number'),
    'alert.digest_mode': SWITCH,
    'alert.severity': oneOf('1', '2', '3', '4', '5', '6'),
    'alert.track': SWITCH,
    'alert.suppress': SWITCH,
    disabled: SWITCH,
    'action.correlationsearch.enabled': SWITCH,
    'action.correlationsearch.label': text(),
    'action.correlationsearch.annotations': matching(/^\{[^\n]*\}$/, 'JSON on one line'),
  },
  {
    'alert.suppress.period': matching(/^\d+[smhd]$/, 'a duration such as 9m'),
    'alert.suppress.fields': text(),
    'dispatch.max_count': matching(/^[1-9]\d*$/, 'a number'),
  },
);

/** A name between dollar signs is a token, which the scheduler may fill in; two of them stand for one. */
const TOKEN = /\$[^\s$]+\$/;

interface Throttle {
  readonly settings: readonly Setting[];
  readonly remarks: readonly string[];
}

const CAN_THROTTLE = /^[\w.@-]+$/;

/** The rule's own suppression, where the search can be asked for its columns. */
const ownFields = ({ mapped, suppressBy }: About): readonly string[] =>
  mapped.query.kind === 'event' ? suppressBy : [];

/**
 * No row alerts twice while the window still holds it: alerts of equal rows wait until it has left the window. The rule's own suppression, where
 * it has one, asks for fewer columns and its own time.
 */
function throttle(input: ArtifactInput, back: bigint): Throttle {
  const { suppression } = input.rule.metadata;
  const own = input.suppressBy;
  const held = suppression?.duration === undefined ? undefined : parseDuration(suppression.duration);
  const useOwn = own.length > 0 && held !== undefined && own.every((name) => input.columns.includes(name));
  const remarks =
    suppression && suppression.groupBy.length > 0 && !useOwn
      ? [`alerts are not suppressed by ${suppression.groupBy.map(oneLine).join(', ')}, as the rule asks`]
      : [];
  const fields = useOwn ? own : input.columns;
  if (fields.length === 0 || !fields.every((name) => CAN_THROTTLE.test(name)))
    return {
      settings: [['alert.suppress', '0']],
      remarks: [
        ...remarks,
        'the columns of the result can not be told to `alert.suppress.fields`, so a row alerts with every run that finds it',
      ],
    };
  return {
    settings: [
      ['alert.suppress', '1'],
      ['alert.suppress.period', shortDuration(useOwn && held > back ? held : back)],
      ['alert.suppress.fields', fields.join(',')],
    ],
    remarks,
  };
}

/** The most rows of one run, each of which alerts. */
const cap = (maxSignals: number | undefined): readonly Setting[] =>
  maxSignals !== undefined && Number.isSafeInteger(maxSignals) && maxSignals > 0
    ? [['dispatch.max_count', String(maxSignals)]]
    : [];

function annotations({ rule }: ArtifactInput): string {
  const { techniques } = attackOf(rule.metadata);
  const tags = listed(rule.metadata.tags).filter((tag) => !/^attack\./i.test(tag));
  return JSON.stringify({
    ...(techniques.length > 0 && { mitre_attack: techniques }),
    rule_id: [ruleUuid(rule)],
    ...(rule.metadata.ruleId !== undefined && { source_rule_id: [oneLine(rule.metadata.ruleId)] }),
    risk_score: [String(severityOf(rule.metadata).risk)],
    ...(tags.length > 0 && { tags }),
  });
}

const spoken = (from: bigint): string => (from === 0n ? 'now' : `-${shortDuration(from)}`);

function write(input: ArtifactInput): Written {
  const { rule } = input;
  const { metadata } = rule;
  const plan = planOf(rule, input.lookBack);
  const cron = cronOf(plan.every, seedOf(ruleUuid(rule)));
  const severity = severityOf(metadata);
  const suppress = throttle(input, plan.back);
  const hasToken = TOKEN.test(input.text);
  const search = (hasToken ? input.text.replaceAll('$', '$$$$') : input.text).trimEnd();
  const prose = proseOf(metadata, ['false-positives', 'references', 'note', 'setup', 'credits']);
  const settings: readonly Setting[] = [
    ['description', proseValue(oneLine(prose.text))],
    ['search', search],
    ['disabled', '1'],
    ['enableSched', '1'],
    ['cron_schedule', cron.text],
    ['dispatch.earliest_time', spoken(plan.back)],
    ['dispatch.latest_time', spoken(plan.until)],
    ...cap(metadata.maxSignals),
    ['counttype', 'number of events'],
    ['relation', 'greater than'],
    ['quantity', '0'],
    ['alert.digest_mode', '0'],
    ['alert.severity', String(severity.words.splunk)],
    ['alert.track', metadata.buildingBlock ? '0' : '1'],
    ...suppress.settings,
    ['action.correlationsearch.enabled', '1'],
    ['action.correlationsearch.label', proseValue(titleOf(metadata))],
    ['action.correlationsearch.annotations', annotations(input)],
  ];
  const remarks = [
    ...plan.remarks,
    ...severity.remarks,
    ...suppress.remarks,
    ...(cron.every === plan.every
      ? []
      : [`cron has no period of ${durationText(plan.every)}; it runs every ${durationText(cron.every)}`]),
    ...(hasToken ? ['the search holds a name between dollar signs, so each of them is written twice'] : []),
    ...(input.table === undefined ? ['the search reads `index=*`; `--table` names an index'] : []),
  ];
  const errors = canHold(search)
    ? []
    : [
        diagnostic(
          'artifact/value',
          { artifact: ID, field: 'search', value: search, expected: 'text that a .conf file can hold' },
          input.span,
        ),
      ];
  return checked(ID, new Map(settings), STANZA, input, {
    print: () => stanza(stanzaName(titleOf(metadata)), settings),
    remarks,
    errors,
  });
}

/** A scheduled alert of Splunk: one stanza of savedsearches.conf. */
export const savedsearches: Artifact = {
  id: ID,
  summary: 'a scheduled alert of Splunk: a stanza of savedsearches.conf',
  targets: ['splunk'],
  extension: () => '.savedsearches.conf',
  docs: 'https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf',
  options: (about) => ({
    comments: false,
    window: 'none',
    columns: [...actorColumns(about.mapped), ...ownFields(about)],
  }),
  write,
};
