import { Argument, type Command } from 'commander';
import { exitCodes, print, ttyOptions } from '../print.ts';
import { openProgress } from '../progress.ts';
import { addRehearsalOptions, historyDirs, type RehearsalArguments, settingsReader } from '../settings.ts';

interface ProveArguments extends RehearsalArguments {
  readonly generate?: true;
  readonly json?: true;
}

/** `strata prove [dir...]`. */
export function addProve(program: Command): void {
  const command = program
    .command('prove')
    .description('prove the down of every migration: up, down and up again, with rows')
    .addArgument(
      new Argument('[dir...]', 'projects, folders of migrations, or folders of projects').default(['.'], '.'),
    )
    .option('--generate', 'plan a down for each migration that has none, and prove that')
    .option('--json', 'print the proofs as JSON');
  addRehearsalOptions(command).action(async (dirs: string[], given: ProveArguments) => {
    const { prove } = await import('../../flows/prove.ts');
    const progress = openProgress(given.json === true);
    const proofs = await prove({
      cwd: process.cwd(),
      dirs: await historyDirs(dirs),
      settingsOf: settingsReader(given),
      generate: given.generate === true,
      onProgress: progress.tell,
    }).finally(progress.end);
    const { proveJson, proveReport } = await import('../../report/prove.ts');
    print(given.json === true ? proveJson(proofs) : proveReport(proofs, ttyOptions()));
    process.exitCode = proofs.ok ? exitCodes.ok : exitCodes.findings;
  });
}
