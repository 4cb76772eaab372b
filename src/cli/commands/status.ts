import type { Command } from 'commander';
import { addLiveOption, liveUrl } from '../live.ts';
import { exitCodes, ttyOptions } from '../print.ts';
import { addRehearsalOptions, historyDirs, type RehearsalArguments, settingsReader } from '../settings.ts';

interface StatusArguments extends RehearsalArguments {
  readonly live?: string;
  readonly json?: true;
}

/** `strata status [dir] --live URL`. */
export function addStatus(program: Command): void {
  const command = program
    .command('status')
    .description('say what a live database has applied, and what is pending, failed, edited or unknown')
    .argument('[dir]', 'the project', '.')
    .option('--json', 'print it as JSON (docs/live.md)');
  addLiveOption(command);
  addRehearsalOptions(command).action(async (dir: string, given: StatusArguments) => {
    const { status } = await import('../../flows/status.ts');
    const found = await status({
      cwd: process.cwd(),
      dir: (await historyDirs([dir]))[0] as string,
      url: liveUrl(given.live),
      settingsOf: settingsReader(given),
    });
    const { statusJson, statusReport } = await import('../../report/status.ts');
    process.stdout.write(given.json === true ? statusJson(found) : statusReport(found, ttyOptions()));
    process.exitCode = found.ok ? exitCodes.ok : exitCodes.findings;
  });
}
