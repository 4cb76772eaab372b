import { Argument, type Command, Option } from 'commander';
import { StrataError } from '../../model/errors.ts';
import type { FailOn } from '../../model/report.ts';
import { driftRules, liveUrl } from '../live.ts';
import {
  addOutput,
  type Format,
  formats,
  needsDetail,
  type Output,
  renderReport,
  writeOutputs,
} from '../outputs.ts';
import { exitCodes, painterFor, print, printNote, ttyOptions } from '../print.ts';
import { openProgress } from '../progress.ts';
import { collecting } from '../repeatable.ts';
import {
  addRehearsalOptions,
  addRuleOptions,
  failOnOf,
  failOnOption,
  historyDirs,
  type RehearsalArguments,
  type RuleArguments,
  rulesReader,
  settingsReader,
} from '../settings.ts';

interface CheckArguments extends RehearsalArguments, RuleArguments {
  readonly json?: true;
  readonly format?: Format;
  readonly output?: readonly Output[];
  readonly failOn?: FailOn;
  readonly fix?: true;
  readonly assume?: true;
  readonly live?: string | true;
}

/** `strata check [path...]`. */
export function addCheck(program: Command): void {
  const command = program
    .command('check')
    .description(
      'rehearse every migration of every project found, explain what fails, and judge what it does',
    )
    .addArgument(
      new Argument(
        '[path...]',
        'projects, folders of migrations, folders of projects, or single .sql files',
      ).default(['.'], '.'),
    )
    .addOption(new Option('--json', 'print the report as JSON (docs/json.md)').conflicts('format'))
    .addOption(
      new Option('--format <format>', 'how the report is printed')
        .choices([...formats])
        .default(undefined, 'text'),
    )
    .addOption(
      collecting(
        new Option(
          '--output <file>',
          'also write the report to a file, as its ending says or as FORMAT:FILE; may be repeated (docs/ci.md)',
        ),
        addOutput,
      ),
    )
    .option(
      '--fix',
      'rewrite migrations that git does not know yet, where a rule knows the safe SQL, proven to make the same schema',
    )
    .option(
      '--assume',
      'take for granted what the migrations name and none of them makes: for a part of a history, and always for single files',
    )
    .option(
      '--live [url]',
      'also compare a live database, read-only: its schema, ledger, counters and soft references (docs/live.md); without a URL: DATABASE_URL',
    )
    .addOption(failOnOption());
  addRehearsalOptions(addRuleOptions(command)).action(runCheck);
}

async function runCheck(dirs: readonly string[], given: CheckArguments): Promise<void> {
  refuseWithoutRules(given);
  const format = given.json === true ? 'json' : (given.format ?? 'text');
  refuseSecondOnStdout(format, given.output ?? []);
  const { check } = await import('../../flows/check.ts');
  const failOn = await failOnOf(given.failOn);
  if (given.fix === true) await fixFirst(dirs, given);
  const progress = openProgress(format !== 'text');
  const report = await check({
    cwd: process.cwd(),
    dirs: await historyDirs(dirs),
    failOn,
    settingsOf: settingsReader(given),
    rulesOf: rulesReader(given),
    withDetail: [{ format }, ...(given.output ?? [])].some((output) => needsDetail(output.format)),
    onProgress: progress.tell,
    assumes: given.assume === true,
    ...(given.live === undefined ? {} : { live: liveSide(given.live) }),
  }).finally(progress.end);
  print(await renderReport(report, format, ttyOptions()));
  await writeOutputs(report, given.output ?? []);
  process.exitCode = report.ok ? exitCodes.ok : exitCodes.findings;
}

/** Throws a `usage` error for an option of the rules where none is asked; --fix asks them by itself. */
function refuseWithoutRules({ rules, fix, since, stats, writeBaseline }: CheckArguments): void {
  if (rules) return;
  const idle = [
    ...(writeBaseline === undefined ? [] : ['--write-baseline']),
    ...(since === undefined || fix ? [] : ['--since']),
    ...(stats === undefined || fix ? [] : ['--stats']),
  ];
  if (idle.length === 0) return;
  throw new StrataError('usage', `with --no-rules there is nothing for ${idle.join(' and ')} to do`, {
    hint: 'Leave out --no-rules, or what only rules follow.',
  });
}

/** Throws a `usage` error where two documents would stand on standard output; beside text for people one may. */
function refuseSecondOnStdout(format: Format, outputs: readonly Output[]): void {
  const other = format === 'text' ? undefined : outputs.find(({ file }) => file === '-');
  if (other === undefined) return;
  throw new StrataError('usage', `${format} and ${other.format} cannot both go to standard output`, {
    hint: `Leave out --output ${other.format}:-, or name a file for it.`,
  });
}

/** The database beside the projects; `true` where no URL was given. */
function liveSide(given: string | true) {
  return { url: liveUrl(given === true ? undefined : given), ...driftRules() };
}

/** Applies the fixes and prints them to standard error; the report that follows describes the fixed files. */
async function fixFirst(dirs: readonly string[], given: CheckArguments): Promise<void> {
  const { fixProjects } = await import('../../flows/fix.ts');
  const done = await fixProjects({
    cwd: process.cwd(),
    dirs: await historyDirs(dirs),
    settingsOf: settingsReader(given),
    rulesOf: rulesReader({ ...given, rules: true }),
    now: new Date(),
  });
  const paint = painterFor(process.stderr);
  for (const { dir, fixed, files, left } of done) {
    for (const sentence of fixed) printNote(`${paint.good('fixed')} ${sentence}\n`);
    for (const file of files) printNote(`  ${paint.dim(`wrote ${dir === '.' ? file : `${dir}/${file}`}`)}\n`);
    for (const sentence of left) printNote(`${paint.warn('not fixed')} ${sentence}\n`);
  }
}
