import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { addLiveOption, liveUrl } from '../live.ts';
import { writing } from '../outputs.ts';

/** `strata stats --live URL`. */
export function addStats(program: Command): void {
  const command = program
    .command('stats')
    .description('write down how large the tables of a live database are, for strata check --stats')
    .option('--output <file>', 'write it there instead of printing it')
    .option('--json', 'changes nothing: it is JSON in any case (docs/json.md)');
  addLiveOption(command).addHelpText(
    'after',
    `
The file holds names, estimated row counts and bytes: no rows, no addresses, no credentials. Nothing in the database is
changed, and no table is read.`,
  );
  command.action(async (given: { readonly live?: string; readonly output?: string }) => {
    const { readTableSizes } = await import('../../flows/hazards/table-sizes.ts');
    const sizes = await readTableSizes(liveUrl(given.live), new Date());
    const text = `${JSON.stringify(sizes, null, 2)}\n`;
    const { output } = given;
    if (output === undefined) process.stdout.write(text);
    else await writing(output, () => writeFile(output, text));
  });
}
