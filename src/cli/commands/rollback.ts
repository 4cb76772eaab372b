import { type Command, Option } from 'commander';
import type { HazardKind } from '../../model/plan.ts';
import { addLiveOption, liveUrl } from '../live.ts';
import { exitCodes, ttyOptions } from '../print.ts';
import { addRehearsalOptions, historyDirs, type RehearsalArguments, settingsReader } from '../settings.ts';
import { addLimitOptions, allowOption, type LimitArguments, limitsOf, progressPrinter } from './deploy.ts';

interface RollbackArguments extends RehearsalArguments, LimitArguments {
  readonly to: string;
  readonly live?: string;
  readonly json?: true;
  readonly dryRun?: true;
  readonly plan?: string;
  readonly allow: readonly HazardKind[];
  readonly settle?: 'done' | 'again';
}

/** `strata rollback [dir] --to MIGRATION --live URL`. */
export function addRollback(program: Command): void {
  const command = program
    .command('rollback')
    .description('take applied migrations back by their downs, each proven with rows first')
    .argument('[dir]', 'the project', '.')
    .requiredOption('--to <migration>', 'the last migration that stays, or `none`')
    .option('--dry-run', 'say what would be done and what cannot come back, and change nothing')
    .option('--plan <id>', 'do exactly what a dry run showed under this id, or nothing')
    .addOption(allowOption())
    .addOption(
      new Option(
        '--settle <answer>',
        'what became of the statement at which a run was interrupted, where the catalog cannot tell',
      ).choices(['done', 'again']),
    )
    .option('--json', 'print it as JSON (docs/live.md)');
  addLiveOption(command);
  addLimitOptions(command);
  addRehearsalOptions(command).action(async (dir: string, given: RollbackArguments) => {
    const { rollback } = await import('../../flows/rollback.ts');
    const isDryRun = given.dryRun === true;
    const done = await rollback({
      cwd: process.cwd(),
      dir: (await historyDirs([dir]))[0] as string,
      url: liveUrl(given.live),
      settingsOf: settingsReader(given),
      to: given.to,
      allow: given.allow,
      dryRun: isDryRun,
      plan: given.plan,
      settle: given.settle,
      limits: limitsOf(given),
      waitMs: given.wait,
      onProgress: given.json === true ? () => {} : progressPrinter(),
    });
    const { rollbackJson, rollbackReport } = await import('../../report/rollback.ts');
    process.stdout.write(
      given.json === true ? rollbackJson(done, isDryRun) : rollbackReport(done, isDryRun, ttyOptions()),
    );
    const hasFailed = done.outcome?.failure !== undefined;
    process.exitCode = done.ok ? exitCodes.ok : hasFailed ? exitCodes.failure : exitCodes.findings;
  });
}
