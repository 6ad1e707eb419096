import { type CreateMatcher, compileMatcher } from '../../../backends/js/compile-matcher.ts';
import { js } from '../../../backends/js/index.ts';
import { load } from '../../../backends/js/load-module.test-support.ts';
import { convertRule } from '../../../src/compile.ts';
import type { Event } from '../../../src/eval/read-field.ts';
import { timeOrder } from '../../../src/eval/time-order.ts';
import { legalize } from '../../../src/passes/pipeline.ts';
import { nothingToClose, type Usable } from '../../../src/verify/runner.ts';
import { type Answer, type Hit, type OpenFinder, refusalOf } from './finder.ts';

/** Pushes the events in their order, and ends the stream. */
function streamed(create: CreateMatcher, { rule }: Usable, events: readonly Event[]): readonly Hit[] {
  const late: unknown[] = [];
  const matcher = create({
    onDrop: ({ reason, event }) => {
      if (reason !== 'untimed') late.push(event);
    },
  });
  const order = rule.query.kind === 'sample' ? [...events.keys()] : timeOrder(events, rule.time);
  const places = new Map<unknown, number>(events.map((event, at) => [event, at]));
  const found = [...order.flatMap((at) => matcher.push(events[at] ?? {})), ...matcher.flush()];
  if (late.length > 0) throw new Error('events in order were left out');
  return found.map(({ events: matched, key, rule: title }) => ({
    events: matched.map((event) => (event === null ? null : (places.get(event) ?? -1))),
    group: key.map(String),
    ...(title !== undefined && { rule: title }),
  }));
}

async function find(loaded: Usable, events: readonly Event[]): Promise<Answer> {
  const conversion = convertRule(loaded, js);
  const { text } = conversion;
  if (text === undefined) return refusalOf(conversion);
  const { createMatcher } = await load(text);
  if (!createMatcher) return { fault: 'the module exports no createMatcher' };
  return { ways: [{ name: 'module', conversion, hits: streamed(createMatcher, loaded, events), absent: new Set() }] };
}

/** The emitted module. */
export const openJs: OpenFinder = () => Promise.resolve({ find, close: nothingToClose });

function findByClosure(loaded: Usable, events: readonly Event[]): Promise<Answer> {
  const conversion = convertRule(loaded, js);
  const create = compileMatcher(legalize(loaded.rule));
  if (typeof create !== 'function') return Promise.resolve({ refused: create.unsupported });
  const hits = streamed(create, loaded, events);
  return Promise.resolve({ ways: [{ name: 'closure', conversion, hits, absent: new Set() }] });
}

/** The matcher that runs in the process. */
export const openMatcher: OpenFinder = () => Promise.resolve({ find: findByClosure, close: nothingToClose });
