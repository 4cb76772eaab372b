import type { Command } from 'commander';
import type { FailOn } from '../../model/report.ts';
import { exitCodes, ttyOptions } from '../print.ts';
import { openProgress } from '../progress.ts';
import {
  addRehearsalOptions,
  failOnOf,
  failOnOption,
  historyDirs,
  type RehearsalArguments,
  settingsReader,
} from '../settings.ts';

interface CheckArguments extends RehearsalArguments {
  readonly json?: true;
  readonly failOn?: FailOn;
}

/** `strata check [dir...]`. */
export function addCheck(program: Command): void {
  const command = program
    .command('check')
    .description('rehearse every migration of every project found, and explain what fails')
    .argument('[dir...]', 'projects, folders of migrations, or folders of projects', ['.'])
    .option('--json', 'print the report as JSON (docs/json.md)')
    .addOption(failOnOption());
  addRehearsalOptions(command).action(async (dirs: string[], given: CheckArguments) => {
    const { check } = await import('../../flows/check.ts');
    const failOn = await failOnOf(given.failOn);
    const progress = openProgress(given.json === true);
    const report = await check({
      cwd: process.cwd(),
      dirs: await historyDirs(dirs),
      failOn,
      settingsOf: settingsReader(given),
      onProgress: progress.tell,
    }).finally(progress.end);
    if (given.json === true) {
      const { jsonReport } = await import('../../report/json.ts');
      process.stdout.write(jsonReport(report, false));
    } else {
      const { ttyReport } = await import('../../report/tty.ts');
      process.stdout.write(ttyReport(report, ttyOptions()));
    }
    process.exitCode = report.ok ? exitCodes.ok : exitCodes.findings;
  });
}
