import type { Event } from '../../eval/read-field.ts';
import type { Rule } from '../../ir/rule.ts';
import type { Material } from '../lanes.ts';
import { isEventRule } from '../oracle.ts';
import { generateEvents } from './generate-events.ts';
import { generateStreams } from './generate-streams.ts';
import type { GenerateOptions } from './generated.ts';

/** Given and generated events for a rule; for a stateful one the given events are one stream, and the generated ones several. */
export function materialFor(rule: Rule, options: GenerateOptions, given: readonly Event[] = []): Material {
  if (isEventRule(rule)) return { events: [...given, ...generateEvents(rule, options).map(({ event }) => event)] };
  const streams = generateStreams(rule, options).map(({ events }) => events);
  return { streams: given.length > 0 ? [given, ...streams] : streams };
}
