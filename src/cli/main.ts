import { constants } from 'node:os';
import { Command, CommanderError } from 'commander';
import { configUnderWay } from '../config/read.ts';
import { StrataError } from '../model/errors.ts';
import { addAdopt } from './commands/adopt.ts';
import { addBless } from './commands/bless.ts';
import { addCache } from './commands/cache.ts';
import { addCheck } from './commands/check.ts';
import { addDeploy } from './commands/deploy.ts';
import { addDiff } from './commands/diff.ts';
import { addDrift } from './commands/drift.ts';
import { addDump } from './commands/dump.ts';
import { addMergeCheck } from './commands/merge-check.ts';
import { addMutate } from './commands/mutate.ts';
import { addOrphans } from './commands/orphans.ts';
import { addPlan } from './commands/plan.ts';
import { addProve } from './commands/prove.ts';
import { addRepair } from './commands/repair.ts';
import { addReplay } from './commands/replay.ts';
import { addRollback } from './commands/rollback.ts';
import { addSquash } from './commands/squash.ts';
import { addStats } from './commands/stats.ts';
import { addStatus } from './commands/status.ts';
import { exitCodeWords, firstSteps, helpStyle } from './help.ts';
import { interrupt, interruptedWith } from './interrupt.ts';
import { packageVersion } from './package.ts';
import { exitCodes, printError, printNote } from './print.ts';
import { refuseTwice } from './repeatable.ts';

/** Builds the command tree; a command loads what it needs only when it runs. */
function buildProgram(): Command {
  const program = new Command('strata')
    .description(
      'Change a PostgreSQL data model safely: rehearse every migration on a real, throwaway PostgreSQL.',
    )
    .version(packageVersion())
    .helpOption('-h, --help', 'show help')
    .configureOutput({ outputError: printNote })
    .configureHelp(helpStyle)
    .showHelpAfterError('(strata --help lists the commands)')
    .exitOverride();
  program.commandsGroup('Judge migrations:');
  addCheck(program);
  addReplay(program);
  addProve(program);
  addMergeCheck(program);
  addMutate(program);
  program.commandsGroup('Compare schemas and write migrations:');
  addDiff(program);
  addDump(program);
  addPlan(program);
  addSquash(program);
  program.commandsGroup('Live databases:');
  addStatus(program);
  addDeploy(program);
  addRollback(program);
  addDrift(program);
  addRepair(program);
  addAdopt(program);
  addBless(program);
  addStats(program);
  addOrphans(program);
  program.commandsGroup('Besides:');
  addCache(program);
  program
    .helpCommand(false)
    .command('help [command]')
    .description('show help, of all commands or of one')
    .action((name: string | undefined) => {
      const asked = program.commands.find((command) => command.name() === name);
      if (name !== undefined && asked === undefined) program.error(`error: unknown command '${name}'`);
      (asked ?? program).help();
    });
  program.addHelpText('after', firstSteps).addHelpText('afterAll', exitCodeWords);
  for (const command of program.commands) {
    command.showHelpAfterError(`(strata ${command.name()} --help explains it)`);
    for (const option of command.options) refuseTwice(option);
  }
  return program;
}

async function main(): Promise<number> {
  try {
    assertHere();
    await buildProgram().parseAsync();
    return Number(process.exitCode ?? exitCodes.ok);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    printError(error);
    const usage = error instanceof StrataError && ['usage', 'config', 'project'].includes(error.code);
    return usage ? exitCodes.usage : exitCodes.failure;
  }
}

/** A directory may be removed under whoever stands in it. */
function assertHere(): void {
  try {
    process.cwd();
  } catch (cause) {
    throw new StrataError('usage', 'the directory that this runs in does not exist any more', {
      hint: 'Go to one that does.',
      cause,
    });
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // The engine's keeper notices that this process ends, and stops the server.
  process.on(signal, () => interrupt(128 + constants.signals[signal]));
}
// Nobody has to look on: what is under way goes on, also where the reader of the output is gone (`strata check | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') fail(error);
});
process.stderr.on('error', () => {});
// Node would end with 1, which means findings.
process.on('uncaughtException', fail);

function fail(error: unknown): never {
  printError(error);
  isDone = true;
  process.exit(exitCodes.failure);
}

let isDone = false;
process.on('exit', (code) => {
  // A signal ends with more than 128.
  if (isDone || code > 128) return;
  const config = configUnderWay();
  if (config !== undefined) {
    printError(
      new StrataError('config', `${config} ends the process, or waits for something that never comes`, {
        hint: 'The configuration is run to be read: it may only export.',
      }),
    );
    process.exitCode = exitCodes.usage;
    return;
  }
  // Node exits with 13 where everything waits for something that never comes.
  if (![0, 13].includes(code)) return;
  process.stderr.write('strata failed: it ended before its work was done\n');
  process.exitCode = exitCodes.failure;
});
const exitCode = await main();
process.exitCode = interruptedWith() ?? exitCode;
isDone = true;
