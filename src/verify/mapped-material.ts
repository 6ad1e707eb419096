import type { Rule } from '../ir/rule.ts';
import type { Routed } from '../mapping/route.ts';
import { generateEvents } from './generate/generate-events.ts';
import { generateStreams } from './generate/generate-streams.ts';
import type { Material } from './lanes.ts';
import { heldMapping, isHeld, mappingDifferences, type NotHeld, streamDifferences } from './mapped.ts';

/** What the output of a mapped rule is run over, and what the mapped rule says there otherwise than the rule does. */
export interface MappedMaterial {
  /** The rule as it is run. */
  readonly rule: Rule;
  readonly material: Material;
  /** What a stateful rule's matches are found by. */
  readonly finder?: Rule;
  /** Of so many events or streams the mapped rule says something else than the rule says of those that the mapping makes of them. */
  readonly lost: number;
}

/** Generated events or streams in the columns of a platform, held against what the rule says of those that the mapping makes of them. */
export function mappedMaterial(
  rule: Rule,
  routed: Routed & { readonly rule: Rule },
  seed: number,
): MappedMaterial | NotHeld {
  const held = heldMapping(rule, routed);
  if (!isHeld(held)) return held;
  if (rule.query.kind !== 'event') {
    const generated = generateStreams(held.finder, { seed });
    const streams = generated.map(({ events }) => held.placed(events)).filter(({ length }) => length > 0);
    return {
      rule: routed.rule,
      material: { streams },
      finder: held.finder,
      lost: streamDifferences(held, streams).length,
    };
  }
  // What runs events knows the rule's own column of time, by which no event is found here.
  const mapped = { ...routed.rule, time: rule.time };
  const events = generateEvents(mapped, { seed }).map(({ event }) => event);
  return { rule: mapped, material: { events }, lost: mappingDifferences(held, events).length };
}
