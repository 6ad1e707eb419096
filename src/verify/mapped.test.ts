import { describe, expect, it } from 'vitest';
import { isUsable, loadRules } from '../compile.ts';
import { not } from '../ir/build.ts';
import type { Rule } from '../ir/rule.ts';
import { packs } from '../mapping/packs/index.ts';
import { type Routed, routeOf } from '../mapping/route.ts';
import { SourceText } from '../text/source-text.ts';
import { generateEvents } from './generate/generate-events.ts';
import { mappingDifferences, throughMapping } from './mapped.ts';

const EQL =
  'process where host.os.type == "windows" and event.type == "start" and process.name : ("a.exe", "b*.exe") and not process.parent.name : "c.exe" and process.command_line : "*-x*"';

const [loaded] = loadRules(new SourceText('rule.eql', EQL)).rules.filter(isUsable);
if (!loaded) throw new Error('no rule');
const { rule } = loaded;

function through(id: string): Routed & { readonly rule: Rule } {
  const route = routeOf([id], 'ecs', packs);
  const routed = route && throughMapping(rule, route);
  if (!routed?.rule) throw new Error(`no rule in ${id}`);
  return { ...routed, rule: routed.rule };
}

const eventsFor = (mapped: Rule) => generateEvents(mapped, { seed: 1 }).map(({ event }) => event);

/** A mapping that says the opposite. */
function opposite(routed: Routed & { readonly rule: Rule }): Routed {
  const { query } = routed.rule;
  if (query.kind !== 'event') throw new Error('no event rule');
  const filter = { ...query.filter, condition: not(query.filter.condition) };
  return { ...routed, rule: { ...routed.rule, query: { ...query, filter } } };
}

describe('what a mapped rule says, held against the rule', () => {
  it.each(['sigma', 'defender-xdr', 'cim', 'ocsf'])('is the same in %s, and a mapping that lies is found', (id) => {
    const routed = through(id);
    const events = eventsFor(routed.rule);
    expect(mappingDifferences(rule, routed, events)).toEqual([]);
    const assumes = routed.entries.some(({ effect, ...entry }) =>
      effect === 'conditional' && 'assumption' in entry ? !/\/(?:likely|guess)$/.test(entry.assumption ?? '') : false,
    );
    const lies = mappingDifferences(rule, opposite(routed), events).length;
    // What rests on an assumption about the data is not held against the rule: here only names in the paths of Sigma's taxonomy may.
    expect(assumes && id !== 'sigma').toBe(false);
    if (assumes) expect(lies).toBe(0);
    else expect(lies).toBeGreaterThan(20);
  });

  it('goes through the definitions of both mappings where one leads over another', () => {
    const routed = through('sentinel');
    expect(routed.passed).toHaveLength(2);
    expect(mappingDifferences(rule, routed, eventsFor(routed.rule))).toEqual([]);
  });
});
