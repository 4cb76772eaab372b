import type { Command } from 'commander';
import { liveCommandFor } from '../../model/live-project.ts';
import { addLiveOption, driftRules, type LiveArguments, liveProject } from '../live.ts';
import { exitCodes, print, ttyOptions } from '../print.ts';
import { addRehearsalOptions } from '../settings.ts';

/** `strata drift [dir] --live URL`. */
export function addDrift(program: Command): void {
  const command = program
    .command('drift')
    .description(
      'compare a live database with what its ledger says was applied, and say how each difference came about',
    )
    .argument('[dir]', 'the project', '.')
    .option('--json', 'print the result as JSON (docs/drift.md)');
  addRehearsalOptions(addLiveOption(command)).action(async (dir: string, given: LiveArguments) => {
    const { drift } = await import('../../flows/drift.ts');
    const found = await drift({ ...(await liveProject(dir, given)), ...driftRules() });
    const { driftJson, driftReport } = await import('../../report/drift.ts');
    print(
      given.json === true
        ? driftJson(found)
        : driftReport(found, ttyOptions(), liveCommandFor(found.dir, given.live !== undefined)),
    );
    process.exitCode = found.ok ? exitCodes.ok : exitCodes.findings;
  });
}
