import { convertRule } from '../../compile.ts';
import type { Event } from '../../eval/read-field.ts';
import { timeOrder } from '../../eval/time-order.ts';
import type { Rule } from '../../ir/rule.ts';
import type { Trial } from '../trial.ts';
import { type Answer, type Hit, refusalOf } from './answer.ts';

interface Found {
  readonly events: readonly unknown[];
  readonly key: readonly unknown[];
  readonly rule?: string | undefined;
}

interface Matcher {
  readonly push: (event: Event) => readonly Found[];
  readonly flush: () => readonly Found[];
}

/** What an emitted module of a stateful rule exports, and `compileMatcher` gives: as far as it is used here. */
export type CreateMatcher = (options: {
  readonly onDrop: (drop: { readonly reason: string; readonly event?: unknown }) => void;
}) => Matcher;

/** Pushes the events in their order, and ends the stream. */
export function streamed(create: CreateMatcher, rule: Rule, events: readonly Event[]): readonly Hit[] {
  const late: unknown[] = [];
  const matcher = create({
    onDrop: ({ reason, event }) => {
      if (reason !== 'untimed') late.push(event);
    },
  });
  const order = rule.query.kind === 'sample' ? [...events.keys()] : timeOrder(events, rule.time);
  const places = new Map<unknown, number>(events.map((event, at) => [event, at]));
  const found = [...order.flatMap((at) => matcher.push(events[at] ?? {})), ...matcher.flush()];
  if (late.length > 0) throw new Error('isorule bug: a matcher left out events that came in order');
  return found.map(({ events: matched, key, rule: title }) => ({
    events: matched.map((event) => (event === null ? null : (places.get(event) ?? -1))),
    group: key.map(String),
    ...(title !== undefined && { rule: title }),
  }));
}

/** What the emitted module finds. */
export async function matchesOnJs({ loaded, backend, events }: Trial): Promise<Answer> {
  const conversion = convertRule(loaded, backend);
  const { text } = conversion;
  if (text === undefined) return refusalOf(conversion);
  const module: { readonly createMatcher?: CreateMatcher } = await import(
    `data:text/javascript,${encodeURIComponent(text)}`
  );
  const { createMatcher } = module;
  if (!createMatcher) return { fault: { way: 'module', reason: 'the module exports no `createMatcher`', text } };
  const hits = streamed(createMatcher, loaded.rule, events);
  return { ways: [{ name: 'module', conversion, hits, absent: new Set() }] };
}
