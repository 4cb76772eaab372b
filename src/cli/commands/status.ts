import type { Command } from 'commander';
import { liveCommandFor } from '../../model/live-project.ts';
import { addLiveOption, type LiveArguments, liveProject } from '../live.ts';
import { exitCodes, print, ttyOptions } from '../print.ts';
import { addRehearsalOptions } from '../settings.ts';

/** `strata status [dir] --live URL`. */
export function addStatus(program: Command): void {
  const command = program
    .command('status')
    .description('say what a live database has applied, and what is pending, failed, edited or unknown')
    .argument('[dir]', 'the project', '.')
    .option('--json', 'print the result as JSON (docs/live.md)');
  addRehearsalOptions(addLiveOption(command)).action(async (dir: string, given: LiveArguments) => {
    const { status } = await import('../../flows/status.ts');
    const found = await status(await liveProject(dir, given));
    const { statusJson, statusReport } = await import('../../report/status.ts');
    print(
      given.json === true
        ? statusJson(found)
        : statusReport(found, ttyOptions(), liveCommandFor(found.dir, given.live !== undefined)),
    );
    process.exitCode = found.ok ? exitCodes.ok : exitCodes.findings;
  });
}
