import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { loadConfig } from '../../config/load.ts';
import { StrataError } from '../../model/errors.ts';
import { addLiveOption, liveUrl } from '../live.ts';
import { exitCodes, print, ttyOptions } from '../print.ts';

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
    .option('--json', 'print the result as JSON');
  addLiveOption(command).action(async (dir: string, given: OrphansArguments) => {
    if (!existsSync(dir))
      throw new StrataError('usage', `${dir} does not exist`, { hint: 'Name the directory of a project.' });
    const { policies } = await loadConfig(resolve(dir), process.cwd());
    const { findOrphans } = await import('../../flows/orphans.ts');
    const found = await findOrphans(liveUrl(given.live), policies?.softReferences ?? []);
    const { orphansJson, orphansReport } = await import('../../report/orphans.ts');
    print(given.json === true ? orphansJson(found) : orphansReport(found, ttyOptions()));
    if (found.counted.some(({ rows }) => rows > 0)) process.exitCode = exitCodes.findings;
    else if (found.notCounted.length > 0) process.exitCode = exitCodes.failure;
  });
}
