import { type Command, Option } from 'commander';
import { StrataError } from '../../model/errors.ts';
import { addRunOptions, exitCodeOf, type RunArguments, runSettings } from '../change.ts';
import { parseCount } from '../duration.ts';
import { liveProject } from '../live.ts';
import { print, ttyOptions } from '../print.ts';

interface DeployArguments extends RunArguments {
  readonly to?: string;
  readonly outOfOrder?: true;
  readonly retry?: string;
  readonly done?: number;
  /** False with `--no-rehearsal`. */
  readonly rehearsal: boolean;
}

/** `strata deploy [dir] --live URL`. */
export function addDeploy(program: Command): void {
  const command = program
    .command('deploy')
    .description(
      'apply pending migrations to a live database, and record them as the tool of the project does',
    )
    .argument('[dir]', 'the project', '.')
    .option('--dry-run', 'say what would be done and what stands in the way, and change nothing')
    .option('--to <migration>', 'the last migration to apply')
    .option('--out-of-order', 'also apply migrations that come before applied ones')
    .option('--retry <migration>', 'apply a migration again that its tool has recorded as failed')
    .addOption(
      new Option('--done <n>', 'with --retry: how many of its statements have taken effect').argParser(
        parseCount,
      ),
    )
    .option('--no-rehearsal', 'apply what is pending without rehearsing it, and look for no hazards');
  addRunOptions(command).action(async (dir: string, given: DeployArguments) => {
    if (given.done !== undefined && given.retry === undefined)
      throw new StrataError('usage', '--done belongs to --retry', {
        hint: 'Name the migration of which so many statements took effect: --retry MIGRATION',
      });
    const { deploy } = await import('../../flows/deploy.ts');
    const settings = runSettings(given);
    const deployment = await deploy({
      ...(await liveProject(dir, given)),
      ...settings,
      to: given.to,
      outOfOrder: given.outOfOrder === true,
      retry: given.retry,
      done: given.done,
      rehearse: given.rehearsal,
    });
    const { deployJson, deployReport } = await import('../../report/deploy.ts');
    print(
      given.json === true
        ? deployJson(deployment, settings.dryRun)
        : deployReport(deployment, settings.dryRun, ttyOptions()),
    );
    process.exitCode = exitCodeOf(deployment);
  });
}
