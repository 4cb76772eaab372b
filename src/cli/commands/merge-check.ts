import type { Command } from 'commander';
import { exitCodes, print, ttyOptions } from '../print.ts';
import { addRehearsalOptions, historyDirOf, type RehearsalArguments, settingsReader } from '../settings.ts';

/** `strata merge-check BASE [dir]`. */
export function addMergeCheck(program: Command): void {
  const command = program
    .command('merge-check')
    .description(
      "rehearse this branch's migrations and those of another in both orders, and tell where that matters",
    )
    .argument('<base>', 'the branch that this one will be merged into, such as origin/main')
    .argument('[dir]', 'the project', '.')
    .option('--json', 'print the result as JSON (docs/drift.md)');
  addRehearsalOptions(command).action(
    async (base: string, dir: string, given: RehearsalArguments & { readonly json?: true }) => {
      const { mergeCheck } = await import('../../flows/merge-check.ts');
      const found = await mergeCheck({
        cwd: process.cwd(),
        dir: await historyDirOf(dir),
        base,
        settingsOf: settingsReader(given),
      });
      const { mergeCheckJson, mergeCheckReport } = await import('../../report/merge-check.ts');
      print(given.json === true ? mergeCheckJson(found) : mergeCheckReport(found, ttyOptions()));
      process.exitCode = found.ok ? exitCodes.ok : exitCodes.findings;
    },
  );
}
