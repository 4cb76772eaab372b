import type { Command } from 'commander';
import { print, ttyOptions } from '../print.ts';
import { addRehearsalOptions, historyDirOf, type RehearsalArguments, settingsReader } from '../settings.ts';

interface SquashArguments extends RehearsalArguments {
  readonly until: string;
  readonly name: string;
  readonly write?: true;
  readonly json?: true;
}

/** `strata squash [dir] --until MIGRATION`. */
export function addSquash(program: Command): void {
  const command = program
    .command('squash')
    .description(
      'make one baseline of many migrations, proven to make the same schema; writes nothing before --write',
    )
    .argument('[dir]', 'the project', '.')
    .requiredOption('--until <migration>', 'the last migration that goes into the baseline')
    .option('--name <words>', 'what the baseline is to be called', 'baseline')
    .option('--write', 'write the baseline and remove the files that it stands for')
    .option('--json', 'print the result as JSON (docs/drift.md)');
  addRehearsalOptions(command).action(async (dir: string, given: SquashArguments) => {
    const { squash } = await import('../../flows/squash.ts');
    // Nothing is waited for between writing and telling: an interruption comes before both or after both.
    const { squashJson, squashReport } = await import('../../report/squash.ts');
    const done = await squash({
      cwd: process.cwd(),
      dir: await historyDirOf(dir),
      settingsOf: settingsReader(given),
      until: given.until,
      name: given.name,
      write: given.write === true,
      now: new Date(),
    });
    print(given.json === true ? squashJson(done) : squashReport(done, ttyOptions()));
  });
}
