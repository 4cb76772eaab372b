import type { Command } from 'commander';
import { isUnread } from '../../model/finding.ts';
import { exitCodes, print, ttyOptions } from '../print.ts';
import { openProgress } from '../progress.ts';
import { addRehearsalOptions, historyDirOf, type RehearsalArguments, settingsReader } from '../settings.ts';

interface ReplayArguments extends RehearsalArguments {
  readonly json?: true;
}

/** `strata replay [dir]`. */
export function addReplay(program: Command): void {
  const command = program
    .command('replay')
    .description('show the timeline of a history: each migration, its time, its locks, what it made')
    .argument('[dir]', 'a project, or a folder of migrations', '.')
    .option('--json', 'print the report with every statement as JSON (docs/json.md)');
  addRehearsalOptions(command).action(async (dir: string, given: ReplayArguments) => {
    const { check } = await import('../../flows/check.ts');
    const progress = openProgress(given.json === true);
    const report = await check({
      cwd: process.cwd(),
      dirs: [await historyDirOf(dir)],
      failOn: 'error',
      withDetail: given.json !== true,
      settingsOf: settingsReader(given),
      onProgress: progress.tell,
    }).finally(progress.end);
    if (given.json === true) {
      const { jsonReport } = await import('../../report/formats/json.ts');
      print(jsonReport(report, true));
    } else {
      const { timelineReport } = await import('../../report/timeline.ts');
      print(report.projects.map((project) => timelineReport(project, ttyOptions())).join('\n'));
    }
    const replays = report.projects.every(
      ({ migrations, rehearsed, findings }) => migrations === rehearsed && !findings.some(isUnread),
    );
    process.exitCode = replays ? exitCodes.ok : exitCodes.findings;
  });
}
