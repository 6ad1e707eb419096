import { Command, CommanderError, Option } from 'commander';
import { EVENT_LAYOUTS } from '../index.ts';
import { artifactNames } from './artifacts.ts';
import { check } from './check.ts';
import { checkMapping } from './check-mapping.ts';
import { type CompareFlags, compare, compareFormats } from './compare.ts';
import { err, out } from './console.ts';
import { type ConvertFlags, convert } from './convert.ts';
import { type EventsFlags, events } from './events.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { explain } from './explain.ts';
import { fields } from './fields.ts';
import { countOption, seedOption } from './generated-count.ts';
import { type LoadFlags, loadOptions } from './load-flags.ts';
import { type MappingFlags, mappingNames } from './mapping.ts';
import { schemaNames, schemasTable } from './schemas.ts';
import { targetsTable } from './targets.ts';
import { VERSION } from './version.ts';

const EXAMPLES = `
Examples:
  isorule convert rule.toml --to kusto
  isorule convert "rules/**/*.toml" --to all -o converted
  cat rule.eql | isorule convert - --to kusto,sql:duckdb
  isorule convert rules --to sql --format json > converted.json
  isorule convert rule.toml --to kusto --mapping defender-xdr
  isorule convert rule.toml --to sql --schema ecs-json
  isorule convert rule.toml --to splunk --schema splunk-json
  isorule convert hunt.eql --to kusto --schema defender-xdr --table DeviceProcessEvents
  isorule convert rule.toml --artifact savedsearches --table main
  isorule explain rule.md
  isorule compare rule.toml --to splunk,sql
  isorule events rule.toml --bare > events.ndjson

Exit codes: 0 ok, 1 an output was refused or differs, 2 a rule has errors, 3 wrong usage.`;

const paths = '<paths...>';
const pathsHelp = 'rule files, folders, globs in quotes, or - for standard input';

function withLoadOptions(command: Command): Command {
  return command
    .option(
      '--schema <name>',
      `what the fields are and how the data has them: ${schemaNames()}; or a file, an Elasticsearch mapping (JSON), where unlisted fields are errors`,
    )
    .option('--placeholders <file>', 'texts for the %names% of Sigma rules: a YAML map of names to lists')
    .option('--timestamp-field <name>', 'the field that says when an event happened')
    .option('--tiebreaker-field <name>', 'the field that orders events of one time');
}

type Finish = (code: ExitCode) => void;

const formatOption = (): Option =>
  new Option('--format <format>', 'text for people, json for machines').choices(['text', 'json']).default('text');

function addConvert(program: Command, finish: Finish): void {
  withLoadOptions(program.command('convert'))
    .description('write rules for other platforms')
    .argument(paths, pathsHelp)
    .option('--to <targets>', 'targets, with commas between: sigma, splunk, kusto, sql:duckdb, sql, js, eql, all')
    .option('--artifact <names>', `write what a platform imports instead: ${artifactNames()}, all`)
    .option('-o, --output <folder>', 'write a file a rule and target here, mirroring the input tree')
    .addOption(formatOption())
    .option('--strict', 'write only what is exact')
    .option('--allow <fidelities>', 'write these as well: narrower, differs')
    .option('--skip-unsupported', 'a rule that a target can not say is no finding')
    .option('--pretty', 'SQL: every clause and list item on a line of its own')
    .option('--no-scan', 'KQL: write sequences without the operator `scan`')
    .option('--no-comments', 'leave out title, id, severity, tags and licence')
    .addOption(
      new Option(
        '--layout <layout>',
        "SQL: one typed column a field, one JSON column, or nested columns (default: the schema's, else columns)",
      ).choices(EVENT_LAYOUTS),
    )
    .option('--table <name>', 'the table or index to read')
    .option('--mapping <names>', `a platform's fields instead of the rule's own: ${mappingNames()}`)
    .option('--strict-fields', 'refuse a rule with a field that the mapping lacks')
    .option(
      '--keyword-fields <fields>',
      "where to look for a rule's keywords, with commas between, instead of in the whole event",
    )
    .option('--prove', 'run each output on generated events, and stamp it with what that showed')
    .addOption(seedOption())
    .action(async (args: string[], flags: ConvertFlags & LoadFlags) =>
      finish(await loadOptions(flags, (load, written) => convert(args, flags, load, written))),
    );
}

function addCompare(program: Command, finish: Finish): void {
  withLoadOptions(program.command('compare'))
    .description("run every target's output over the same events, and hold it against its rule")
    .argument(paths, pathsHelp)
    .option('--to <targets>', 'targets, with commas between', 'all')
    .option('--events <file>', 'events besides the generated ones, one JSON object a line')
    .addOption(seedOption())
    .addOption(countOption())
    .addOption(
      new Option('--format <format>', 'text for people, json for machines, html for a page')
        .choices(compareFormats)
        .default('text'),
    )
    .action(async (args: string[], flags: CompareFlags & LoadFlags) =>
      finish(await loadOptions(flags, (load) => compare(args, flags, load))),
    );
}

function addEvents(program: Command, finish: Finish): void {
  withLoadOptions(program.command('events'))
    .description('write events for rules, each with the verdict, one JSON object a line')
    .argument(paths, pathsHelp)
    .addOption(seedOption())
    .addOption(countOption())
    .option('--bare', 'the events alone, as a platform takes them in')
    .action(async (args: string[], flags: EventsFlags & LoadFlags) =>
      finish(await loadOptions(flags, (load) => events(args, flags, load))),
    );
}

function addCheck(program: Command, finish: Finish): void {
  withLoadOptions(program.command('check'))
    .description('read rules and say what is wrong with them')
    .argument(paths, pathsHelp)
    .addOption(formatOption())
    .action(async (args: string[], flags: { format: 'text' | 'json' } & LoadFlags) =>
      finish(await loadOptions(flags, (load) => check(args, flags, load))),
    );
}

function addFields(program: Command, finish: Finish): void {
  withLoadOptions(program.command('fields'))
    .description("say what a mapping makes of each of a rule's fields")
    .argument(paths, pathsHelp)
    .requiredOption('--mapping <names>', `the platform: ${mappingNames()}`)
    .option('--strict-fields', 'refuse a rule with a field that the mapping lacks')
    .action(async (args: string[], flags: MappingFlags & { mapping: string } & LoadFlags) =>
      finish(await loadOptions(flags, (load) => fields(args, flags, load))),
    );
}

function addMapping(program: Command, finish: Finish): void {
  program
    .command('mapping')
    .description('work on mappings of your own: YAML packs, and processing pipelines of pySigma')
    .command('check')
    .description('read mappings and say what is wrong with them')
    .argument('<files...>', 'YAML files')
    .action((args: string[]) => finish(checkMapping(args)));
}

function addTargets(program: Command): void {
  program
    .command('targets')
    .description('list the targets')
    .action(() => out(targetsTable()));
}

function addSchemas(program: Command): void {
  program
    .command('schemas')
    .description('list the schemas that `--schema` takes by name')
    .action(() => out(schemasTable()));
}

function addExplain(program: Command, finish: Finish): void {
  withLoadOptions(program.command('explain'))
    .description('say what a rule means, and how each target fares')
    .argument(paths, pathsHelp)
    .action(async (args: string[], flags: LoadFlags) =>
      finish(await loadOptions(flags, (load, written) => explain(args, load, written))),
    );
}

/** Every command, in the order of the help. */
const COMMANDS: readonly ((program: Command, finish: Finish) => void)[] = [
  addConvert,
  addCompare,
  addEvents,
  addCheck,
  addFields,
  addMapping,
  addTargets,
  addSchemas,
  addExplain,
];

function build(finish: Finish): Command {
  const program = new Command('isorule')
    .description(
      'Compiles detection rules (EQL and Sigma) to Sigma, Splunk SPL, Kusto KQL, SQL, JavaScript and EQL,\nand says exactly where the meaning differs.',
    )
    .version(VERSION)
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(run with --help for usage)')
    .exitOverride();
  for (const add of COMMANDS) add(program, finish);
  return program;
}

/** Runs the command line; the answer is the exit code. Only bugs throw, and they are caught by the caller. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  try {
    await build((found) => {
      code = found;
    }).parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  return code;
}

export async function run(): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    err(
      `isorule failed, which is a bug: ${error instanceof Error ? error.message : String(error)}\nplease report it with the rule at hand\n`,
    );
    process.exitCode = EXIT.ruleErrors;
  }
}
