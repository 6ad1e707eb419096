import type { CorrelationCondition } from './query.ts';

/** Whether more hits can only help: then a window may be judged at every hit, and otherwise when it is over. */
export function onlyGrows(condition: CorrelationCondition): boolean {
  switch (condition.kind) {
    case 'threshold':
      return condition.op === 'gt' || condition.op === 'gte';
    case 'and':
    case 'or':
      return condition.parts.every(onlyGrows);
    case 'not':
      return false;
    case 'rule':
      return true;
  }
}
