import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { cacheDir } from '../config/environment.ts';
import { declaredPath, historyDir, loadConfig, overridesOf } from '../config/load.ts';
import type { DriftAllowance } from '../model/drift.ts';
import type { FailOn } from '../model/report.ts';
import { failOns } from '../model/report.ts';
import type { RuleSettings } from '../model/rule-settings.ts';
import type { ProjectSettings } from '../model/settings.ts';
import type { TableSizes } from '../model/sizes.ts';
import { type EngineKind, engineKinds } from '../model/trace.ts';

/** The arguments for a rehearsal; the configuration decides those that are absent. */
export interface RehearsalArguments {
  readonly engine?: EngineKind;
  readonly superuser?: true;
  /** False with `--no-cache`. */
  readonly cache: boolean;
}

export function addRehearsalOptions(command: Command): Command {
  const isLive = command.options.some(({ long }) => long === '--live');
  const asUrlSays = isLive ? '; a live database is always asked as the role of its URL' : '';
  return command
    .addOption(
      new Option('--engine <kind>', 'the throwaway PostgreSQL to rehearse on')
        .choices([...engineKinds])
        .default(undefined, 'native'),
    )
    .option('--superuser', `rehearse as superuser, and not as an ordinary owner${asUrlSays}`)
    .option('--no-cache', 'rehearse everything anew and keep nothing');
}

export function failOnOption(): Option {
  return new Option('--fail-on <severity>', 'exit with 1 from this severity on')
    .choices([...failOns])
    .default(undefined, 'error');
}

/** Where the history of a directory that was named is looked for. */
export function historyDirOf(dir: string): Promise<string> {
  return historyDir(resolve(dir));
}

/** The same for several. */
export function historyDirs(dirs: readonly string[]): Promise<readonly string[]> {
  return Promise.all(dirs.map(historyDirOf));
}

/** Combines the settings: arguments come before the project's configuration, and that before what is detected. */
export function settingsReader(given: RehearsalArguments): (dir: string) => Promise<ProjectSettings> {
  return async (dir) => {
    const config = await loadConfig(dir, process.cwd());
    const { seeds, migrations, file } = config;
    return {
      overrides: overridesOf(config),
      engine: given.engine ?? config.engine ?? 'native',
      superuser: given.superuser ?? config.superuser ?? false,
      extensions: config.extensions,
      roles: config.roles ?? [],
      setup: config.setup,
      schema: declaredPath(config),
      ...(migrations === undefined || file === undefined
        ? {}
        : { migrations: resolve(dirname(file), migrations) }),
      ...(seeds === undefined || file === undefined
        ? {}
        : { seeds: seeds.map((seed) => resolve(dirname(file), seed)) }),
      renames: Object.entries(config.renames ?? {}).map(([from, to]) => ({ from, to })),
      cache: given.cache,
      cacheDir: cacheDir(),
    };
  };
}

/** The arguments of commands that judge by rules. */
export interface RuleArguments {
  readonly since?: string;
  readonly stats?: string;
  readonly writeBaseline?: true;
  /** False with `--no-rules`. */
  readonly rules: boolean;
}

export function addRuleOptions(command: Command): Command {
  return command
    .option(
      '--since <ref>',
      'judge by rules only the migrations that differ from the merge base of this commit or branch and HEAD',
    )
    .option(
      '--stats <file>',
      'sizes of live tables, as strata stats writes them: small ones cause no warnings',
    )
    .option(
      '--write-baseline',
      'accept all findings there are, also those that --since leaves out: from now on only new ones are told',
    )
    .option('--no-rules', 'tell of what fails, and judge nothing');
}

/** Tells of a project how the rules judge it. */
type RulesOf = (dir: string) => Promise<RuleSettings>;

/** The settings of the rules from arguments and configuration; undefined where the rules are switched off. */
export function rulesReader(given: RuleArguments & { readonly rules: true }): RulesOf;
export function rulesReader(given: RuleArguments): RulesOf | undefined;
export function rulesReader(given: RuleArguments): RulesOf | undefined {
  if (!given.rules) return undefined;
  return async (dir) => {
    const config = await loadConfig(dir, process.cwd());
    const sizes = await readSizes(given.stats);
    return {
      preset: config.preset ?? 'recommended',
      policies: config.policies ?? {},
      levels: config.rules ?? {},
      allowances: config.allow ?? [],
      sharesAllowances: config.file !== undefined && dirname(config.file) !== resolve(dir),
      ownRules: config.ownRules ?? [],
      baseline: resolve(dir, config.baseline ?? 'strata-baseline.json'),
      writesBaseline: given.writeBaseline === true,
      sizes,
      since: given.since,
      today: new Date().toISOString().slice(0, 10),
    };
  };
}

async function readSizes(file: string | undefined): Promise<TableSizes | undefined> {
  if (file === undefined) return undefined;
  const { loadTableSizes } = await import('../flows/hazards/table-sizes.ts');
  return loadTableSizes(file);
}

/** The severity from which the command fails: the argument, else the configuration in the working directory, else `error`. */
export async function failOnOf(given: FailOn | undefined): Promise<FailOn> {
  if (given !== undefined) return given;
  return (await loadConfig(process.cwd(), process.cwd())).failOn ?? 'error';
}

/** What of a live database may differ, as the project's configuration says. */
export async function driftAllowances(dir: string): Promise<readonly DriftAllowance[]> {
  return (await loadConfig(dir, process.cwd())).drift?.ignore ?? [];
}
