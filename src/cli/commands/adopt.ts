import { type Command, Option } from 'commander';
import { type Layout, layouts } from '../../model/migration.ts';
import { addLiveOption, liveUrl } from '../live.ts';
import { ttyOptions } from '../print.ts';
import { addRehearsalOptions, historyDirs, type RehearsalArguments, settingsReader } from '../settings.ts';
import { addLimitOptions, type LimitArguments, limitsOf, progressPrinter } from './deploy.ts';

interface AdoptArguments extends RehearsalArguments, LimitArguments {
  readonly live?: string;
  readonly json?: true;
  readonly layout?: Layout;
  readonly name: string;
  readonly apply?: string;
}

/** `strata adopt [dir] --live URL`. */
export function addAdopt(program: Command): void {
  const command = program
    .command('adopt')
    .description('begin a history for a database that has none: a baseline, proven, recorded as applied')
    .argument('[dir]', 'the project', '.')
    .addOption(
      new Option(
        '--layout <layout>',
        'how the migrations are laid out (default: as the directory looks)',
      ).choices([...layouts]),
    )
    .option('--name <words>', 'what the baseline is to be called', 'baseline')
    .option('--apply <plan>', 'write exactly what was shown under this id and record it, or do nothing')
    .option('--json', 'print it as JSON (docs/drift.md)');
  addLiveOption(command);
  addLimitOptions(command);
  addRehearsalOptions(command).action(async (dir: string, given: AdoptArguments) => {
    const { adopt } = await import('../../flows/adopt.ts');
    const done = await adopt({
      cwd: process.cwd(),
      dir: (await historyDirs([dir]))[0] as string,
      url: liveUrl(given.live),
      settingsOf: settingsReader(given),
      layout: given.layout,
      name: given.name,
      apply: given.apply,
      now: new Date(),
      limits: limitsOf(given),
      waitMs: given.wait,
      onProgress: given.json === true ? () => {} : progressPrinter(),
    });
    const { repairJson, repairReport } = await import('../../report/repair.ts');
    process.stdout.write(given.json === true ? repairJson(done) : repairReport(done, ttyOptions()));
  });
}
