import { type Command, Option } from 'commander';
import type { DeployProgress } from '../../model/deployment.ts';
import { type HazardKind, hazardKinds } from '../../model/plan.ts';
import { parseCount, parseDuration } from '../duration.ts';
import { addLiveOption, liveUrl } from '../live.ts';
import { exitCodes, painterFor, ttyOptions } from '../print.ts';
import { addRehearsalOptions, historyDirs, type RehearsalArguments, settingsReader } from '../settings.ts';

export interface LimitArguments {
  readonly lockTimeout: number;
  readonly lockRetries: number;
  readonly statementTimeout?: number;
  readonly wait: number;
}

interface DeployArguments extends RehearsalArguments, LimitArguments {
  readonly live?: string;
  readonly json?: true;
  readonly dryRun?: true;
  readonly plan?: string;
  readonly to?: string;
  readonly allow: readonly HazardKind[];
  readonly outOfOrder?: true;
  readonly retry?: string;
  readonly done?: number;
  readonly settle?: 'done' | 'again';
  /** False with `--no-rehearsal`. */
  readonly rehearsal: boolean;
}

/** `--allow destroys-data`, as often as needed. */
export function allowOption(): Option {
  return new Option('--allow <hazard...>', 'go on although this is foreseen: destroys-data, may-fail ...')
    .choices([...hazardKinds])
    .default([], 'none');
}

/** How long to wait for what, for commands that change a live database. */
export function addLimitOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--lock-timeout <time>',
        'how long a statement may wait for a lock, with all others behind it',
      )
        .argParser(parseDuration)
        .default(3000, '3s'),
    )
    .addOption(
      new Option('--lock-retries <n>', 'how often to ask again for a lock').argParser(parseCount).default(10),
    )
    .addOption(
      new Option(
        '--statement-timeout <time>',
        'how long a statement may run; 0: no limit (default: as the server has it)',
      ).argParser(parseDuration),
    )
    .addOption(
      new Option('--wait <time>', 'how long to wait for another deploy')
        .argParser(parseDuration)
        .default(60_000, '1min'),
    );
}

/** The limits that were given. */
export function limitsOf({ lockTimeout, lockRetries, statementTimeout }: LimitArguments) {
  return { lockTimeoutMs: lockTimeout, lockRetries, statementTimeoutMs: statementTimeout };
}

/** `strata deploy [dir] --live URL`. */
export function addDeploy(program: Command): void {
  const command = program
    .command('deploy')
    .description('apply what is pending to a live database, and write it down as the original tool does')
    .argument('[dir]', 'the project', '.')
    .option('--dry-run', 'say what would be done and what stands in the way, and change nothing')
    .option('--plan <id>', 'do exactly what a dry run showed under this id, or nothing')
    .option('--to <migration>', 'the last migration to apply')
    .addOption(allowOption())
    .option('--out-of-order', 'also apply migrations that come before applied ones')
    .option('--retry <migration>', 'apply one again that its runner left as failed')
    .addOption(
      new Option('--done <n>', 'how many of its statements took effect (default: none)').argParser(
        parseCount,
      ),
    )
    .addOption(
      new Option(
        '--settle <answer>',
        'what became of the statement at which a run was interrupted, where the catalog cannot tell',
      ).choices(['done', 'again']),
    )
    .option('--no-rehearsal', 'do not rehearse what is pending, nor look for hazards')
    .option('--json', 'print it as JSON (docs/live.md)');
  addLiveOption(command);
  addLimitOptions(command);
  addRehearsalOptions(command).action(async (dir: string, given: DeployArguments) => {
    const { deploy } = await import('../../flows/deploy.ts');
    const isDryRun = given.dryRun === true;
    const deployment = await deploy({
      cwd: process.cwd(),
      dir: (await historyDirs([dir]))[0] as string,
      url: liveUrl(given.live),
      settingsOf: settingsReader(given),
      allow: given.allow,
      dryRun: isDryRun,
      plan: given.plan,
      to: given.to,
      outOfOrder: given.outOfOrder === true,
      retry: given.retry,
      done: given.done,
      settle: given.settle,
      rehearse: given.rehearsal,
      limits: limitsOf(given),
      waitMs: given.wait,
      onProgress: given.json === true ? () => {} : progressPrinter(),
    });
    const { deployJson, deployReport } = await import('../../report/deploy.ts');
    process.stdout.write(
      given.json === true
        ? deployJson(deployment, isDryRun)
        : deployReport(deployment, isDryRun, ttyOptions()),
    );
    const hasFailed = deployment.outcome?.failure !== undefined;
    process.exitCode = deployment.ok ? exitCodes.ok : hasFailed ? exitCodes.failure : exitCodes.findings;
  });
}

/** A line for each statement as it ends, on standard error. */
export function progressPrinter(): (progress: DeployProgress) => void {
  const paint = painterFor(process.stderr);
  const print = (line: string) => void process.stderr.write(`${line}\n`);
  return (progress) => {
    switch (progress.kind) {
      case 'migration':
        return print(`${paint.strong(progress.name)} ${paint.dim(`${progress.index} of ${progress.total}`)}`);
      case 'statement': {
        const first = progress.sql.replaceAll(/\s+/g, ' ').slice(0, 72);
        const time = paint.dim(`${progress.ms.toFixed(progress.ms < 10 ? 1 : 0)} ms`);
        const more = progress.count === 1 ? '' : ` and ${progress.count - 1} more`;
        return print(`  ${paint.dim(`${progress.number}/${progress.total}`)} ${first}${more} ${time}`);
      }
      case 'retry':
      case 'waiting':
        return print(`  ${paint.warn('…')} ${progress.message}`);
    }
  };
}
