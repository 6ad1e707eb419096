import {
  type ArtifactConversion,
  type Conversion,
  type ConvertOptions,
  convertArtifact,
  convertRule,
  type Diagnostic,
  diagnostic,
  type EventLayout,
  FIDELITIES,
  type Fidelity,
  isError,
  isUsable,
  type LoadedRule,
  type LoadOptions,
  mayWrite,
  type Policy,
  proofLine,
  reasonOf,
} from '../index.ts';
import { plainOutput, type Selection, selectArtifacts, type Wanted } from './artifacts.ts';
import { out, Report } from './console.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Input } from './inputs.ts';
import { conversionJson, documentJson, ruleJson } from './json-output.ts';
import type { Written } from './load-flags.ts';
import { isDiagnostic, type MappingFlags, Mappings, namesIn } from './mapping.ts';
import { outputPath, writeOutput } from './output-files.ts';
import { Prover } from './prover.ts';
import { type RuleFile, readRuleSet } from './rule-set.ts';
import { selectTargets } from './targets.ts';

/** What the user asked for, as commander gives it. */
export interface ConvertFlags extends MappingFlags {
  readonly to?: string;
  readonly artifact?: string;
  readonly output?: string;
  readonly format: 'text' | 'json';
  readonly strict?: boolean;
  readonly allow?: string;
  readonly skipUnsupported?: boolean;
  readonly comments: boolean;
  readonly scan: boolean;
  readonly pretty?: boolean;
  readonly layout?: EventLayout;
  readonly table?: string;
  /** Names of fields, with commas between. */
  readonly keywordFields?: string;
  readonly prove?: boolean;
  readonly seed: number;
}

type Usable = LoadedRule & { readonly rule: NonNullable<LoadedRule['rule']> };

/** Which of a file's rules it is. */
interface Place {
  readonly index: number;
  readonly alone: boolean;
}

const ALLOWED: readonly Fidelity[] = ['narrower', 'differs'];

function readPolicy(flags: ConvertFlags, report: Report): Policy {
  const allow: Fidelity[] = [];
  for (const name of (flags.allow ?? '').split(',').filter((part) => part !== '')) {
    const found = FIDELITIES.find((fidelity) => fidelity === name.trim() && ALLOWED.includes(fidelity));
    if (found) allow.push(found);
    else report.show(diagnostic('cli/unknown-fidelity', { name }), EXIT.usage);
  }
  return { strict: flags.strict ?? false, allow };
}

/** The outputs that `--to` and `--artifact` name together. */
function readWanted({ to, artifact }: ConvertFlags): Selection {
  if (to === undefined && artifact === undefined) return { wanted: [], problems: [diagnostic('cli/no-target', {})] };
  const targets = to === undefined ? undefined : selectTargets(to);
  const unknown = targets?.unknown ?? [];
  if (artifact === undefined) return { wanted: (targets?.chosen ?? []).map(plainOutput), problems: unknown };
  const { wanted, problems } = selectArtifacts(artifact, targets?.chosen);
  return { wanted, problems: [...unknown, ...problems] };
}

const remarksOf = (conversion: Conversion | ArtifactConversion): readonly Diagnostic[] =>
  'diagnostics' in conversion ? conversion.diagnostics : [];

/** One run of `isorule convert`. */
class Converting {
  readonly #report = new Report();
  readonly #flags: ConvertFlags;
  readonly #load: LoadOptions;
  readonly #written: Written;
  readonly #mappings: Mappings;
  readonly #wanted: readonly Wanted[];
  readonly #policy: Policy;
  readonly #rules: Record<string, unknown>[] = [];
  #printed = 0;
  #prover: Prover | undefined;

  constructor(flags: ConvertFlags, load: LoadOptions, written: Written) {
    this.#flags = flags;
    this.#written = written;
    const { wanted, problems } = readWanted(flags);
    for (const found of problems) this.#report.show(found, EXIT.usage);
    this.#wanted = wanted;
    this.#policy = readPolicy(flags, this.#report);
    this.#mappings = new Mappings(flags.mapping);
    this.#load = this.#mappings.loadOptions(load);
    for (const found of this.#mappings.diagnostics) this.#report.show(found, EXIT.usage);
  }

  async run(paths: readonly string[]): Promise<ExitCode> {
    if (this.#report.code === EXIT.usage) return EXIT.usage;
    if (this.#flags.prove) {
      const targets = new Set(this.#wanted.map(({ target }) => target));
      this.#prover = await Prover.open([...targets], this.#flags.seed, this.#load);
    }
    try {
      for (const file of readRuleSet(paths, this.#load, this.#report)) await this.#file(file);
    } finally {
      await this.#prover?.close();
    }
    if (this.#flags.format === 'json') out(documentJson(this.#rules, this.#report.all));
    return this.#report.code;
  }

  async #file({ input, rules }: RuleFile): Promise<void> {
    const alone = rules.filter(({ role }) => role === 'alerts').length === 1;
    for (const [index, rule] of rules.entries()) {
      const converts = rule.role === 'alerts' && isUsable(rule);
      const outputs = converts ? await this.#outputs(input, rule, { index, alone }) : [];
      if (this.#flags.format === 'json') this.#rules.push(ruleJson(rule, input.source.path, outputs));
    }
  }

  #options(): ConvertOptions {
    const { comments, scan, pretty = false, layout, table, keywordFields } = this.#flags;
    return {
      comments,
      scan,
      pretty,
      ...this.#written,
      ...(layout !== undefined && { layout }),
      ...(table !== undefined && { table }),
      ...(keywordFields !== undefined && { keywordFields: namesIn(keywordFields) }),
    };
  }

  async #outputs(input: Input, rule: Usable, place: Place): Promise<readonly Record<string, unknown>[]> {
    const mapping = this.#mappings.of(rule, this.#flags);
    if (isDiagnostic(mapping)) {
      this.#report.show(mapping, EXIT.findings);
      return [];
    }
    const options = { ...this.#options(), ...mapping };
    const outputs: Record<string, unknown>[] = [];
    for (const wanted of this.#wanted) outputs.push(await this.#output(input, rule, wanted, options, place));
    return outputs;
  }

  async #output(
    input: Input,
    rule: Usable,
    wanted: Wanted,
    options: ConvertOptions,
    place: Place,
  ): Promise<Record<string, unknown>> {
    const { target, artifact } = wanted;
    const shown = await this.#prover?.prove(rule, target, options);
    if (shown?.problem) this.#report.show(shown.problem, EXIT.findings);
    const remarks = shown?.proof ? [proofLine(shown.proof)] : [];
    const asked = { ...options, remarks };
    const conversion = artifact ? convertArtifact(rule, artifact, target, asked) : convertRule(rule, target, asked);
    const allowed = mayWrite(conversion, this.#policy);
    const written = allowed && shown?.against !== true;
    if (written) this.#write(input, rule, wanted, conversion.text ?? '', place);
    for (const found of remarksOf(conversion)) this.#report.show(found, EXIT.findings);
    for (const found of this.#verdict(rule, conversion, allowed)) this.#report.show(found, EXIT.findings);
    return this.#flags.format === 'json' ? conversionJson(conversion, written, shown) : {};
  }

  #write(input: Input, rule: LoadedRule, wanted: Wanted, text: string, place: Place): void {
    const { output, format } = this.#flags;
    if (output !== undefined) {
      const failed = writeOutput(
        outputPath(output, input.below, wanted.extension, { ...place, name: rule.metadata.name }),
        text,
      );
      if (failed) this.#report.show(failed);
    } else if (format === 'text') {
      out(`${this.#printed++ === 0 ? '' : '\n'}${this.#heading(input, rule, wanted)}${text}`);
    }
  }

  /** Several outputs on one stream need to be told apart; a single one is the bare text. */
  #heading(input: Input, rule: LoadedRule, wanted: Wanted): string {
    if (this.#wanted.length === 1 && this.#printed === 1 && process.stdout.isTTY !== true) return '';
    return this.#wanted.length === 1 ? '' : `==> ${rule.metadata.name ?? input.source.path} → ${wanted.name}\n`;
  }

  #verdict(rule: LoadedRule, conversion: Conversion, written: boolean): readonly Diagnostic[] {
    const { fidelity, target } = conversion;
    // The file's own errors have said why there is none.
    if (remarksOf(conversion).some(isError)) return [];
    const why = reasonOf(conversion);
    if (written) return fidelity === 'wider' ? [diagnostic('target/wider', { target, why }, rule.span)] : [];
    if (fidelity === 'unsupported' && this.#flags.skipUnsupported) return [];
    const origin = conversion.ledger.find((entry) => entry.effect === fidelity)?.origin ?? rule.span;
    return [diagnostic('target/refused', { target, fidelity, why }, origin)];
  }
}

/** Converts the rules of files, folders, globs or standard input. */
export function convert(
  paths: readonly string[],
  flags: ConvertFlags,
  load: LoadOptions,
  written: Written,
): Promise<ExitCode> {
  return new Converting(flags, load, written).run(paths);
}
