import { bin, bucket } from './bin.ts';
import type { SplCommand } from './command.ts';
import { dedup } from './dedup.ts';
import { fields, table } from './fields.ts';
import { head, tail } from './head-tail.ts';
import { join } from './join.ts';
import { makemv, mvcombine, mvexpand } from './multivalue.ts';
import { regex } from './regex.ts';
import { rename } from './rename.ts';
import { rex } from './rex.ts';
import { append, appendpipe, fillnull, makeresults, reverse } from './small.ts';
import { sort } from './sort.ts';
import { spath } from './spath.ts';
import { eventstats, stats } from './stats.ts';
import { streamstats } from './streamstats.ts';
import { transaction } from './transaction.ts';
import { tstats } from './tstats.ts';

/** Every command that takes plain arguments; `search`, `where` and `eval` are part of the language. */
export const commands: ReadonlyMap<string, SplCommand> = new Map(
  Object.entries({
    append,
    appendpipe,
    bin,
    bucket,
    dedup,
    eventstats,
    fields,
    fillnull,
    head,
    join,
    makemv,
    makeresults,
    mvcombine,
    mvexpand,
    regex,
    rename,
    reverse,
    rex,
    sort,
    spath,
    stats,
    streamstats,
    table,
    tail,
    transaction,
    tstats,
  }),
);
