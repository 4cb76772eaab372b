import type { Command } from 'commander';
import { addLiveOption, liveUrl } from '../live.ts';
import { exitCodes, ttyOptions } from '../print.ts';
import {
  addRehearsalOptions,
  driftAllowances,
  historyDirs,
  type RehearsalArguments,
  settingsReader,
} from '../settings.ts';

interface DriftArguments extends RehearsalArguments {
  readonly live?: string;
  readonly json?: true;
}

/** `strata drift [dir] --live URL`. */
export function addDrift(program: Command): void {
  const command = program
    .command('drift')
    .description(
      'compare a live database with what its ledger says was applied, and say how each difference came about',
    )
    .argument('[dir]', 'the project', '.')
    .option('--json', 'print it as JSON (docs/drift.md)');
  addLiveOption(command);
  addRehearsalOptions(command).action(async (dir: string, given: DriftArguments) => {
    const { drift } = await import('../../flows/drift.ts');
    const found = await drift({
      cwd: process.cwd(),
      dir: (await historyDirs([dir]))[0] as string,
      url: liveUrl(given.live),
      settingsOf: settingsReader(given),
      ignoresOf: driftAllowances,
      today: new Date().toISOString().slice(0, 10),
    });
    const { driftJson, driftReport } = await import('../../report/drift.ts');
    process.stdout.write(given.json === true ? driftJson(found) : driftReport(found, ttyOptions()));
    process.exitCode = found.ok ? exitCodes.ok : exitCodes.findings;
  });
}
