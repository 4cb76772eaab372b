import { type Command, Option } from 'commander';
import { liveCommandFor } from '../../model/live-project.ts';
import { type Layout, layouts } from '../../model/migration.ts';
import { addChangeOptions, changeSettings, type LimitArguments } from '../change.ts';
import { liveProject } from '../live.ts';
import { print, ttyOptions } from '../print.ts';

interface AdoptArguments extends LimitArguments {
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
      new Option('--layout <layout>', 'how the migrations are laid out')
        .choices([...layouts])
        .default(undefined, 'as the directory looks'),
    )
    .option('--name <words>', 'what the baseline is to be called', 'baseline')
    .option('--apply <plan>', 'write exactly what was shown under this id and record it, or do nothing')
    .option('--json', 'print the result as JSON (docs/drift.md)');
  addChangeOptions(command).action(async (dir: string, given: AdoptArguments) => {
    const { adopt } = await import('../../flows/adopt.ts');
    const done = await adopt({
      ...(await liveProject(dir, given)),
      ...changeSettings(given),
      layout: given.layout,
      name: given.name,
      apply: given.apply,
      now: new Date(),
    });
    const { repairJson, repairReport } = await import('../../report/repair.ts');
    print(
      given.json === true
        ? repairJson(done)
        : repairReport(done, ttyOptions(), liveCommandFor(done.dir, given.live !== undefined)),
    );
  });
}
