import { relative } from 'node:path';
import { type Command, Option } from 'commander';
import { StrataError } from '../../model/errors.ts';
import { print, ttyOptions } from '../print.ts';
import { addRehearsalOptions, historyDirOf, type RehearsalArguments, settingsReader } from '../settings.ts';
import { renameOption, sourceWords } from './diff.ts';

interface PlanArguments extends RehearsalArguments {
  readonly to?: string;
  readonly rename: readonly string[];
  readonly online?: true;
  readonly dryRun?: true;
  readonly json?: true;
  readonly timestamp?: string;
}

/** `strata plan NAME [dir]`. */
export function addPlan(program: Command): void {
  const command = program
    .command('plan')
    .description(
      'write the next migration (or the first) and its down, both proven, in the layout of the project',
    )
    .argument('<name>', 'what changes, in a few words')
    .argument('[dir]', 'the project', '.')
    .addOption(
      new Option('--to <source>', `the schema to arrive at: ${sourceWords}`).default(
        undefined,
        'what the project declares',
      ),
    )
    .addOption(renameOption())
    .option('--online', 'block tables in use for moments only, at the price of more steps')
    .option('--dry-run', 'print the files instead of writing them')
    .option('--json', 'print changes, steps, hazards and files as JSON')
    .addOption(new Option('--timestamp <time>', 'the time in the name, instead of now').hideHelp());
  addRehearsalOptions(command).action(async (name: string, dir: string, given: PlanArguments) => {
    const { planMigrations } = await import('../../flows/plan.ts');
    const planned = await planMigrations({
      cwd: process.cwd(),
      dir: await historyDirOf(dir),
      name,
      to: given.to,
      renames: given.rename,
      online: given.online === true,
      settingsOf: settingsReader(given),
      now: momentOf(given.timestamp),
      dryRun: given.dryRun === true,
    });
    const { planJson, planReport } = await import('../../report/plan.ts');
    const shownDir = relative(process.cwd(), planned.dir) || '.';
    print(given.json === true ? planJson(planned, shownDir) : planReport(planned, shownDir, ttyOptions()));
  });
}

function momentOf(text: string | undefined): Date {
  const moment = text === undefined ? new Date() : new Date(text);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw new StrataError('usage', `\`${text}\` is not a time`, { hint: 'Write it as 2026-01-31T12:00:00Z.' });
}
