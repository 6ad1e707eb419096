import { withFields } from '../value.ts';
import { Arguments, type SplCommand, splitAt } from './command.ts';
import { page } from './docs-page.ts';
import { stats } from './stats.ts';

/** Statistics over the index itself: here, over the events. Rows without a BY field are left out unless `fillnull_value` is given. */
export const tstats: SplCommand = {
  case: 'O151',
  docs: page('Tstats'),
  open: 'every field counts as indexed; data models, `where` and spans are refused',
  build: (call) => {
    const args = new Arguments(call, ['fillnull_value']);
    const fill = args.text('fillnull_value');
    const [, by] = splitAt(args.rest, 'by');
    const names = args.fields(by);
    const stage = stats.build({ ...call, args: args.rest });
    return (rows) => {
      if (fill === undefined) return stage(rows);
      return stage(
        rows.map((row) =>
          withFields(
            row,
            names.flatMap((name) => (row.has(name) ? [] : [[name, fill] as const])),
          ),
        ),
      );
    };
  },
};
