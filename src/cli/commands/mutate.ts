import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { StrataError } from '../../model/errors.ts';
import { exitCodes, painterFor, print, printNote, ttyOptions } from '../print.ts';
import { repeatable } from '../repeatable.ts';
import { historyDirOf, settingsReader } from '../settings.ts';

interface MutateArguments {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly timeout?: number;
  readonly list?: true;
  readonly json?: true;
  readonly cache: boolean;
}

/** `strata mutate [dir] -- <test command>`. */
export function addMutate(program: Command): void {
  program
    .command('mutate')
    .description('take the rules of the database away one at a time, and tell which of them no test misses')
    .usage('[options] [dir] -- <test command>')
    .argument('[words...]', 'the project (default: .), then -- and the command that runs its tests')
    .addOption(repeatable('--only <pattern>', 'try the mutants whose name holds this; * stands for anything'))
    .addOption(repeatable('--except <pattern>', 'leave these out'))
    .option('--list', 'show the mutants and try none')
    .option(
      '--timeout <seconds>',
      'when tests count as stuck (default: 5 times as long as without, at least 30 s)',
      seconds,
    )
    .option('--json', 'print the result as JSON (docs/mutate.md)')
    .option('--no-cache', 'rehearse the history anew')
    .action(async (words: string[], given: MutateArguments) => {
      const { dir, testCommand } = splitWords(words);
      if (testCommand.length === 0 && given.list !== true)
        throw new StrataError('usage', 'it is not said how the tests are run', {
          hint: 'Put the command after two hyphens: strata mutate -- npx vitest run',
        });
      const { mutate } = await import('../../flows/mutate.ts');
      const { mutationJson, mutationReport, triedLine } = await import('../../report/mutation.ts');
      const { openTestCommand } = await import('../test-command.ts');
      const tests = openTestCommand(testCommand);
      const report = await mutate({
        cwd: process.cwd(),
        dir: await historyDirOf(dir),
        only: given.only ?? [],
        except: given.except ?? [],
        runTests: given.list === true ? undefined : tests.run,
        workDir: tests.workDir,
        limitMs: given.timeout === undefined ? undefined : given.timeout * 1000,
        settingsOf: settingsReader({ cache: given.cache }),
        onProgress(progress) {
          if (given.json === true) return;
          const line =
            progress.kind === 'baseline'
              ? `running the tests once as they are, then with ${progress.mutants} mutants`
              : triedLine(progress.tried, progress.index, progress.total, painterFor(process.stderr));
          printNote(`${line}\n`);
        },
      });
      print(given.json === true ? mutationJson(report) : mutationReport(report, ttyOptions()));
      process.exitCode = report.ok ? exitCodes.ok : exitCodes.findings;
    });
}

/** Separates the project from the test command by the two hyphens, which commander removes. */
function splitWords(words: readonly string[]): { dir: string; testCommand: readonly string[] } {
  const at = process.argv.indexOf('--');
  const testCommand = at === -1 ? [] : process.argv.slice(at + 1);
  const dirs = words.slice(0, words.length - testCommand.length);
  if (dirs.length > 1)
    throw new StrataError('usage', `one project at a time, not ${dirs.join(' and ')}`, {
      hint: 'The command that runs the tests stands after two hyphens: strata mutate -- npx vitest run',
    });
  return { dir: dirs[0] ?? '.', testCommand };
}

function seconds(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 86_400))
    throw new InvalidArgumentError('It must be a number of seconds, of a day at most.');
  return number;
}
