import type { AssumptionTable } from '../../src/target/ledger.ts';

export const assumptions: AssumptionTable = {
  'sigma/typed-values': {
    id: 'sigma/typed-values',
    sentence:
      'Fields of numbers, Booleans, addresses and dates hold values of their type in its plain spelling: 4 and not "04", true and not "TRUE".',
    docs: 'https://sigmahq.io/sigma-specification/specification/sigma-rules-specification.html',
  },
  'sigma/one-event-a-step': {
    id: 'sigma/one-event-a-step',
    sentence:
      'Within the time span a group has no second event of a step, no event of two steps, and no two events at one time: Sigma does not define which events a match takes.',
    docs: 'https://sigmahq.io/sigma-specification/specification/sigma-correlation-rules-specification.html',
  },
};
