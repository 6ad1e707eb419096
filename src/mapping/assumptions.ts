import type { Assumption, AssumptionTable } from '../target/ledger.ts';

const ROWS: readonly Assumption[] = [
  {
    id: 'mapping/likely',
    sentence: 'the column holds what the source field holds, in the form that the note describes',
    docs: 'the pack',
  },
  {
    id: 'mapping/guess',
    sentence: 'the column is the nearest that the target has; look at some events before you rely on it',
    docs: 'the pack',
  },
  {
    id: 'mapping/unmapped',
    sentence: 'the target knows the field by the name that the source gives it',
    docs: 'the pack',
  },
  {
    id: 'mapping/pipeline',
    sentence: 'the fields, values and log source that the pipeline gives are those of the platform',
    docs: 'the pipeline',
  },
  {
    id: 'mapping/all-texts',
    sentence: 'the columns of the target hold the texts that the rule looks for in the whole event, and no others',
    docs: 'the pack',
  },
  {
    id: 'mapping/whole-hash',
    sentence: 'a hash in the rule is whole, so that no longer one begins with it',
    docs: 'https://learn.microsoft.com/en-us/sysinternals/downloads/sysmon',
  },
  {
    id: 'mapping/path-has-directory',
    sentence: 'a path in this column has a directory: a bare file name stands there for no file of that name',
    docs: 'https://learn.microsoft.com/en-us/sysinternals/downloads/sysmon',
  },
  {
    id: 'mapping/plain-arguments',
    sentence:
      'arguments stand in the command line as they are, bare or in double quotes; a quoted one holds no other argument, and a wildcard does not reach over the blanks beside one',
    docs: 'https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments',
  },
  {
    id: 'mapping/no-separator-in-name',
    sentence: 'the second column, a name, holds no separator itself',
    docs: 'https://learn.microsoft.com/en-us/windows/win32/sysinfo/structure-of-the-registry',
  },
];

/** What a mapping rests on, beside what a target rests on. */
export const mappingAssumptions: AssumptionTable = Object.fromEntries(ROWS.map((row) => [row.id, row]));
