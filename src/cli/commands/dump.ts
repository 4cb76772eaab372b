import { type Command, Option } from 'commander';
import { painterFor, printNote } from '../print.ts';
import { repeatable } from '../repeatable.ts';
import { addRehearsalOptions, type RehearsalArguments, settingsReader } from '../settings.ts';
import { sourceWords } from './diff.ts';

interface DumpArguments extends RehearsalArguments {
  readonly json?: true;
  readonly mermaid?: true;
  readonly schema?: readonly string[];
  readonly exclude?: readonly string[];
}

/** `strata dump SOURCE`. */
export function addDump(program: Command): void {
  const command = program
    .command('dump')
    .description('print a schema as canonical SQL: the same bytes for the same schema')
    .argument('<source>', sourceWords)
    .option('--mermaid', 'print its tables and references as a diagram for Mermaid, not as SQL')
    .addOption(
      new Option('--json', 'print the SQL and what it leaves out as JSON (docs/json.md)').conflicts(
        'mermaid',
      ),
    )
    .addOption(repeatable('--schema <name>', 'only this schema'))
    .addOption(repeatable('--exclude <name>', 'leave this schema out'));
  addRehearsalOptions(command).action(async (source: string, given: DumpArguments) => {
    const { dump } = await import('../../flows/dump.ts');
    const dumped = await dump({
      cwd: process.cwd(),
      source,
      settingsOf: settingsReader(given),
      ...(given.schema === undefined ? {} : { schemas: given.schema }),
      ...(given.exclude === undefined ? {} : { exclude: given.exclude }),
    });
    const { schema, ...rest } = dumped;
    if (given.json === true) {
      process.stdout.write(`${JSON.stringify({ version: 1, ...rest }, null, 2)}\n`);
      return;
    }
    if (given.mermaid === true) {
      const { mermaidDiagram } = await import('../../report/mermaid.ts');
      process.stdout.write(mermaidDiagram(schema));
      return;
    }
    process.stdout.write(rest.sql);
    const { incompleteLines } = await import('../../report/diff.ts');
    for (const line of incompleteLines(dumped.notModelled, dumped.notes, painterFor(process.stderr)))
      printNote(`${line}\n`);
  });
}
