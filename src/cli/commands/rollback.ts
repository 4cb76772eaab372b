import type { Command } from 'commander';
import { addRunOptions, exitCodeOf, type RunArguments, runSettings } from '../change.ts';
import { liveProject } from '../live.ts';
import { print, ttyOptions } from '../print.ts';

interface RollbackArguments extends RunArguments {
  readonly to: string;
}

/** `strata rollback [dir] --to MIGRATION --live URL`. */
export function addRollback(program: Command): void {
  const command = program
    .command('rollback')
    .description('take applied migrations back by their downs, each proven with rows first')
    .argument('[dir]', 'the project', '.')
    .requiredOption('--to <migration>', 'the last migration that stays, or `none`')
    .option('--dry-run', 'say what would be done and what cannot come back, and change nothing');
  addRunOptions(command).action(async (dir: string, given: RollbackArguments) => {
    const { rollback } = await import('../../flows/rollback.ts');
    const settings = runSettings(given);
    const done = await rollback({ ...(await liveProject(dir, given)), ...settings, to: given.to });
    const { rollbackJson, rollbackReport } = await import('../../report/rollback.ts');
    print(
      given.json === true
        ? rollbackJson(done, settings.dryRun)
        : rollbackReport(done, settings.dryRun, ttyOptions()),
    );
    process.exitCode = exitCodeOf(done);
  });
}
