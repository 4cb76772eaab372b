import type { Command } from 'commander';
import { addLiveOption, type LiveArguments, liveProject } from '../live.ts';
import { painterFor, print } from '../print.ts';
import { addRehearsalOptions } from '../settings.ts';

interface BlessArguments extends LiveArguments {
  readonly force?: true;
}

/** `strata bless MIGRATION [dir] --live URL`. */
export function addBless(program: Command): void {
  const command = program
    .command('bless')
    .description(
      'take an edited migration as the one that was applied, after proving that it makes the same schema',
    )
    .argument('<migration>', 'its name, as strata status shows it')
    .argument('[dir]', 'the project', '.')
    .option('--force', 'take it also where the edit makes another schema, or where nobody can tell')
    .option('--json', 'print the result as JSON');
  addLiveOption(command);
  addRehearsalOptions(command).action(async (migration: string, dir: string, given: BlessArguments) => {
    const { bless } = await import('../../flows/bless.ts');
    const project = await liveProject(dir, given);
    const blessed = await bless({ ...project, migration, force: given.force === true });
    const paint = painterFor(process.stdout);
    print(
      given.json === true
        ? `${JSON.stringify({ version: 1, ...blessed }, null, 2)}\n`
        : `${paint.good('✓')} ${blessed.migration}: the ledger of ${blessed.shownUrl} has the file as it is now\n`,
    );
  });
}
