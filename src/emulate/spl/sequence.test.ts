import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../../test/seed.ts';
import { runSpl } from './run.ts';

interface Step {
  readonly id: string;
  readonly _time: number;
  readonly tag: string;
  readonly k: string;
}

const steps = fc
  .array(
    fc.record({
      wait: fc.integer({ min: 0, max: 200 }),
      tag: fc.constantFrom('A', 'B', 'X', 'AB', 'BX'),
      k: fc.constantFrom('h', 'i'),
    }),
    {
      maxLength: 20,
    },
  )
  .map((list) => {
    let time = 0;
    return list.map(({ wait, tag, k }, i): Step => {
      time += wait;
      return { id: String(i).padStart(2, '0'), _time: time, tag, k };
    });
  });

/** Two steps by key, within 300 s, until X: the latest start wins, and a second step uses it up even if it comes too late. */
function sequences(list: readonly Step[]): readonly string[] {
  const pending = new Map<string, Step>();
  const found: string[] = [];
  for (const step of list) {
    const start = pending.get(step.k);
    if (step.tag.includes('B') && start) {
      pending.delete(step.k);
      if (step._time - start._time <= 300) found.push(`${start.id}|${step.id}`);
    }
    if (step.tag.includes('X')) pending.delete(step.k);
    else if (step.tag.includes('A')) pending.set(step.k, step);
  }
  return found.sort();
}

// The template of two steps in one pass over streamstats.
const TEMPLATE = [
  '| eval A=if(match(tag,"A"),1,0), B=if(match(tag,"B"),1,0), U=if(match(tag,"X"),1,0)',
  'sort 0 _time, id',
  'eval m=if(A=1,1,null()), t=if(m=1,_time,null()), i=if(m=1,id,null()), l=case(U=1,0, m=1,1, B=1,0)',
  'streamstats current=f last(l) as p last(t) as pt last(i) as pi by k',
  'where B=1 AND p=1 AND _time-pt<=300',
  'eval ids=pi."|".id | table ids',
].join(' | ');

it('the sequence template finds what the state machine finds', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const { rows, diagnostics } = runSpl(
        TEMPLATE,
        list.map((step) => ({ ...step })),
      );
      expect(diagnostics).toEqual([]);
      expect(rows.map(({ ids }) => String(ids)).sort()).toEqual(sequences(list));
    }),
    { numRuns: runs(300) },
  );
});
