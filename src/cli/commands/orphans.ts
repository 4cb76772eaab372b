import { resolve } from 'node:path';
import type { Command } from 'commander';
import { loadConfig } from '../../config/load.ts';
import { addLiveOption, liveUrl } from '../live.ts';
import { exitCodes, painterFor } from '../print.ts';

interface OrphansArguments {
  readonly live?: string;
  readonly json?: true;
}

/** `strata orphans [dir] --live URL`. */
export function addOrphans(program: Command): void {
  const command = program
    .command('orphans')
    .description(
      'count the rows of a live database whose soft references (policies.softReferences) point at nothing',
    )
    .argument('[dir]', 'the project', '.')
    .option('--json', 'print it as JSON');
  addLiveOption(command).action(async (dir: string, given: OrphansArguments) => {
    const { policies } = await loadConfig(resolve(dir), process.cwd());
    const { findOrphans } = await import('../../flows/orphans.ts');
    const found = await findOrphans(liveUrl(given.live), policies?.softReferences ?? []);
    if (given.json === true)
      process.stdout.write(`${JSON.stringify({ version: 1, orphans: found }, null, 2)}\n`);
    else {
      const paint = painterFor(process.stdout);
      for (const { reference, rows, examples, sql } of found) {
        const mark = rows === 0 ? paint.good('✓') : paint.bad('✗');
        const count =
          rows === 0
            ? 'no orphans'
            : `${rows} ${rows === 1 ? 'orphan' : 'orphans'}, such as ${examples.join(', ')}`;
        process.stdout.write(`${mark} ${reference.from} → ${reference.to}: ${count}\n`);
        if (rows > 0) process.stdout.write(`${paint.dim(`  ${sql}`)}\n`);
      }
    }
    process.exitCode = found.some(({ rows }) => rows > 0) ? exitCodes.findings : exitCodes.ok;
  });
}
