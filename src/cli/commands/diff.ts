import { type Command, Option } from 'commander';
import { exitCodes, print, printNote, ttyOptions } from '../print.ts';
import { repeatable } from '../repeatable.ts';
import { addRehearsalOptions, type RehearsalArguments, settingsReader } from '../settings.ts';

interface DiffArguments extends RehearsalArguments {
  readonly from: string;
  readonly to: string;
  readonly json?: true;
  readonly summary?: true;
  readonly exitCode?: true;
  readonly schema?: readonly string[];
  readonly exclude?: readonly string[];
  readonly rename: readonly string[];
  readonly online?: true;
  /** False with `--no-prove`. */
  readonly prove: boolean;
}

export const sourceWords =
  'a .sql or .prisma file, a folder of SQL, a drizzle.config, a project (what its migrations make), declared:PATH (what a project declares), a postgres:// URL, or the word empty';

/** `--rename old=new`, as often as needed. */
export function renameOption(): Option {
  return repeatable(
    '--rename <old=new>',
    'what only changes its name, so that nothing is lost: public.t.a=public.t.b',
  ).default([]);
}

/** `strata diff --from SOURCE --to SOURCE`. */
export function addDiff(program: Command): void {
  const command = program
    .command('diff')
    .description('print the proven SQL that turns one schema into another')
    .requiredOption('--from <source>', `the schema to start from: ${sourceWords}`)
    .requiredOption('--to <source>', 'the schema to arrive at, named likewise')
    .addOption(new Option('--json', 'print changes, steps and hazards as JSON').conflicts('summary'))
    .option('--summary', 'print what changes as a tree, not as SQL')
    .option('--exit-code', 'exit with 1 where there is a difference')
    .addOption(renameOption())
    .option('--online', 'block tables in use for moments only, at the price of more steps')
    .addOption(repeatable('--schema <name>', 'compare only this schema'))
    .addOption(repeatable('--exclude <name>', 'leave this schema out'))
    .option('--no-prove', 'print the plan without having run it on a clone');
  addRehearsalOptions(command).action(async (given: DiffArguments) => {
    const { diff } = await import('../../flows/diff.ts');
    const difference = await diff({
      cwd: process.cwd(),
      from: given.from,
      to: given.to,
      settingsOf: settingsReader(given),
      renames: given.rename,
      online: given.online === true,
      prove: given.prove,
      ...(given.schema === undefined ? {} : { schemas: given.schema }),
      ...(given.exclude === undefined ? {} : { exclude: given.exclude }),
    });
    const { diffJson, diffSummary, diffNotes } = await import('../../report/diff.ts');
    if (given.json === true) process.stdout.write(diffJson(difference));
    else if (given.summary === true) print(diffSummary(difference.plan, ttyOptions()));
    else process.stdout.write(difference.sql);
    if (given.json !== true) printNote(diffNotes(difference, ttyOptions(process.stderr)));
    if (given.exitCode === true && difference.plan.steps.length > 0) process.exitCode = exitCodes.findings;
  });
}
