import { type Command, Option } from 'commander';
import type { DeployProgress } from '../model/deployment.ts';
import { type HazardKind, hazardKinds } from '../model/plan.ts';
import { clipped } from '../report/text.ts';
import { parseCount, parseDuration, parseLockTimeout } from './duration.ts';
import { interruption } from './interrupt.ts';
import { addLiveOption, type LiveArguments } from './live.ts';
import { exitCodes, painterFor, printNote } from './print.ts';
import { repeatable } from './repeatable.ts';
import { addRehearsalOptions } from './settings.ts';

/** How long to wait for what, on the way to change a live database. */
export interface LimitArguments extends LiveArguments {
  readonly lockTimeout: number;
  readonly lockRetries: number;
  readonly statementTimeout?: number;
  readonly wait: number;
}

/** The arguments of commands that run migrations there. */
export interface RunArguments extends LimitArguments {
  readonly dryRun?: true;
  readonly plan?: string;
  readonly allow: readonly HazardKind[];
  readonly settle?: 'done' | 'again';
}

/** `--allow destroys-data`, as often as needed. */
export function allowOption(): Option {
  return repeatable('--allow <hazard>', 'go on although this hazard is foreseen', hazardKinds).default([]);
}

/** The options of commands that change a live database: which database, timeouts, and how to rehearse. */
export function addChangeOptions(command: Command): Command {
  addLiveOption(command)
    .addOption(
      new Option(
        '--lock-timeout <time>',
        'how long a statement may wait for a lock, while others queue behind it; more than 0',
      )
        .argParser(parseLockTimeout)
        .default(3000, '3s'),
    )
    .addOption(
      new Option('--lock-retries <n>', 'how often to ask again for a lock').argParser(parseCount).default(10),
    )
    .addOption(
      new Option('--statement-timeout <time>', 'how long a statement may run; 0: no limit')
        .argParser(parseDuration)
        .default(undefined, 'as the server has it'),
    )
    .addOption(
      new Option('--wait <time>', 'how long to wait for another deploy to end')
        .argParser(parseDuration)
        .default(60_000, '1min'),
    );
  return addRehearsalOptions(command);
}

/** The options of commands that run migrations there. */
export function addRunOptions(command: Command): Command {
  command
    .option('--plan <id>', 'do exactly what a dry run showed under this id, or nothing')
    .addOption(allowOption())
    .addOption(
      new Option(
        '--settle <answer>',
        'whether the statement at which a run was interrupted is done or is to run again, where the catalog cannot tell',
      ).choices(['done', 'again']),
    )
    .option('--json', 'print the result as JSON (docs/live.md)');
  return addChangeOptions(command);
}

/** How long to wait for what, and who is told of what happens. */
export function changeSettings(given: LimitArguments) {
  const { lockTimeout, lockRetries, statementTimeout, wait } = given;
  return {
    limits: { lockTimeoutMs: lockTimeout, lockRetries, statementTimeoutMs: statementTimeout },
    waitMs: wait,
    onProgress: given.json === true ? () => {} : progressPrinter(),
    interrupt: interruption,
  };
}

/** What migrations are run, and what is meant of what they do. */
export function runSettings(given: RunArguments) {
  const { allow, plan, settle } = given;
  return { ...changeSettings(given), allow, plan, settle, dryRun: given.dryRun === true };
}

/** Findings stopped it before anything was changed, or it failed on the way. */
export function exitCodeOf({
  ok,
  outcome,
}: {
  readonly ok: boolean;
  readonly outcome: { readonly failure: unknown } | undefined;
}): number {
  const hasFailed = outcome?.failure !== undefined;
  return ok ? exitCodes.ok : hasFailed ? exitCodes.failure : exitCodes.findings;
}

/** A line for each statement as it ends, on standard error. */
function progressPrinter(): (progress: DeployProgress) => void {
  const paint = painterFor(process.stderr);
  const print = (line: string) => printNote(`${line}\n`);
  return (progress) => {
    switch (progress.kind) {
      case 'migration':
        return print(`${paint.strong(progress.name)} ${paint.dim(`${progress.index} of ${progress.total}`)}`);
      case 'statement': {
        const first = clipped(progress.sql, 72);
        const time = paint.dim(`${progress.ms.toFixed(progress.ms < 10 ? 1 : 0)} ms`);
        const more = progress.count === 1 ? '' : ` and ${progress.count - 1} more`;
        return print(`  ${paint.dim(`${progress.number}/${progress.total}`)} ${first}${more} ${time}`);
      }
      case 'retry':
      case 'waiting':
      case 'clearing':
        return print(`  ${paint.warn('…')} ${progress.message}`);
    }
  };
}
