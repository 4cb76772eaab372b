import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { cacheDir } from '../config/environment.ts';
import { historyDir, loadConfig, overridesOf } from '../config/load.ts';
import type { FailOn } from '../model/report.ts';
import { failOns } from '../model/report.ts';
import type { ProjectSettings } from '../model/settings.ts';
import type { EngineName } from '../model/trace.ts';

/** The arguments that say how to rehearse; what is absent is for the configuration to say. */
export interface RehearsalArguments {
  readonly engine?: EngineName['kind'];
  readonly superuser?: true;
  /** False with `--no-cache`. */
  readonly cache: boolean;
}

export function addRehearsalOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--engine <kind>', 'the throwaway PostgreSQL (default: native)').choices([
        'native',
        'pglite',
      ]),
    )
    .option('--superuser', 'run the migrations as superuser instead of as an ordinary owner')
    .option('--no-cache', 'rehearse everything anew and keep nothing');
}

export function failOnOption(): Option {
  return new Option('--fail-on <severity>', 'exit with 1 from this severity on (default: error)').choices([
    ...failOns,
  ]);
}

/** Where the histories of the directories that were named are looked for. */
export function historyDirs(dirs: readonly string[]): Promise<readonly string[]> {
  return Promise.all(dirs.map((dir) => historyDir(resolve(dir))));
}

/** Arguments win over the project's configuration, which wins over what is detected. */
export function settingsReader(given: RehearsalArguments): (dir: string) => Promise<ProjectSettings> {
  return async (dir) => {
    const config = await loadConfig(dir, process.cwd());
    return {
      overrides: overridesOf(config),
      engine: given.engine ?? config.engine ?? 'native',
      superuser: given.superuser ?? config.superuser ?? false,
      extensions: config.extensions,
      roles: config.roles ?? [],
      setup: config.setup,
      schema:
        config.schema === undefined || config.file === undefined
          ? undefined
          : resolve(dirname(config.file), config.schema),
      renames: Object.entries(config.renames ?? {}).map(([from, to]) => ({ from, to })),
      cache: given.cache,
      cacheDir: cacheDir(),
    };
  };
}

/** The severity that fails the command: the argument, else the configuration of where it runs, else `error`. */
export async function failOnOf(given: FailOn | undefined): Promise<FailOn> {
  if (given !== undefined) return given;
  return (await loadConfig(process.cwd(), process.cwd())).failOn ?? 'error';
}
