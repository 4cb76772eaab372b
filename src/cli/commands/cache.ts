import type { Command } from 'commander';
import { cacheDir } from '../../config/environment.ts';

/** `strata cache` and `strata cache clear`. */
export function addCache(program: Command): void {
  program
    .command('cache')
    .description('show what is kept between runs, or clear it')
    .argument('[action]', '`clear` removes it, but for what other runs are using')
    .option('--json', 'print the result as JSON (docs/json.md)')
    .action(async (action: string | undefined, given: { readonly json?: true }) => {
      const { showCache, emptyCache } = await import('../../flows/cache.ts');
      const { cacheReport } = await import('../../report/cache.ts');
      const { StrataError } = await import('../../model/errors.ts');
      if (action !== undefined && action !== 'clear') {
        throw new StrataError('usage', `strata cache does not know \`${action}\``, {
          hint: 'Write `strata cache` to see what is kept, `strata cache clear` to remove it.',
        });
      }
      const items = action === 'clear' ? await emptyCache(cacheDir()) : await showCache(cacheDir());
      const report = { version: 1, cleared: action === 'clear', items };
      process.stdout.write(
        given.json === true ? `${JSON.stringify(report, null, 2)}\n` : cacheReport(report, new Date()),
      );
    });
}
