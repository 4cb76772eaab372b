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
    .description('apply what is pending to a live database, and write it down as the original tool does')
    .argument('[dir]', 'the project', '.')
    .option('--dry-run', 'say what would be done and what stands in the way, and change nothing')
    .option('--to <migration>', 'the last migration to apply')
    .option('--out-of-order', 'also apply migrations that come before applied ones')
    .option('--retry <migration>', 'apply one again that its runner left as failed')
    .addOption(
      new Option('--done <n>', 'how many of its statements took effect (default: none)').argParser(
        parseCount,
      ),
    )
    .option('--no-rehearsal', 'do not rehearse what is pending, nor look for hazards');
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
