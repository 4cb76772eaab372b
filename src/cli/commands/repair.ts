import type { Command } from 'commander';
import type { Settlement } from '../../flows/repair/settle.ts';
import { StrataError } from '../../model/errors.ts';
import { liveCommandFor } from '../../model/live-project.ts';
import type { HazardKind } from '../../model/plan.ts';
import { addChangeOptions, allowOption, changeSettings, exitCodeOf, type LimitArguments } from '../change.ts';
import { driftRules, liveProject } from '../live.ts';
import { print, ttyOptions } from '../print.ts';
import { repeatable } from '../repeatable.ts';
import { renameOption } from './diff.ts';

interface RepairArguments extends LimitArguments {
  readonly revert?: true;
  readonly adopt?: true;
  readonly record?: readonly string[];
  readonly ignore?: true;
  readonly object?: readonly string[];
  readonly name: string;
  readonly rename: readonly string[];
  readonly because?: string;
  readonly until?: string;
  readonly dataIsThere?: true;
  readonly apply?: string;
  readonly allow: readonly HazardKind[];
}

/** `strata repair [dir] --live URL`. */
export function addRepair(program: Command): void {
  const command = program
    .command('repair')
    .description(
      'settle drift: revert, adopt, record or ignore it; plans and proves, and changes nothing before --apply',
    )
    .argument('[dir]', 'the project', '.')
    .option('--revert', 'bring the database back to what its applied migrations make')
    .option('--adopt', 'write a new migration that says what the database has, and record it as applied')
    .addOption(repeatable('--record <migration>', 'mark as applied, after proving that its effect is there'))
    .option('--ignore', 'print the configuration that allows it (--because, --until)')
    .addOption(
      repeatable(
        '--object <name>',
        "for all but --record: only this: 'function public.f()' or public.f(); * stands for any characters",
      ),
    )
    .option('--name <words>', 'for --adopt: what the migration is to be called', 'adopt drift')
    .addOption(renameOption())
    .option('--because <reason>', 'for --ignore: why it may differ')
    .option('--until <day>', 'for --ignore: until when, such as 2027-01-31')
    .option('--data-is-there', 'for --record: the rows that it writes are there, which no schema can show')
    .option('--apply <plan>', 'for all but --ignore: do exactly what was shown under this id, or nothing')
    .addOption(allowOption())
    .option('--json', 'print the result as JSON (docs/drift.md)');
  addChangeOptions(command).action(async (dir: string, given: RepairArguments) => {
    const settlement = settlementOf(given);
    refuseMisplaced(command, settlement === 'ignore' ? settlement : settlement.kind);
    const options = { ...(await liveProject(dir, given)), ...driftRules() };
    const report = await import('../../report/repair.ts');
    if (settlement === 'ignore') {
      const { objectsToIgnore } = await import('../../flows/objects-to-ignore.ts');
      const objects = await objectsToIgnore({
        ...options,
        objects: given.object ?? [],
        because: given.because,
        until: given.until,
      });
      const tell = given.json === true ? report.ignoreJson : report.ignoreLines;
      print(tell(objects, given.because as string, given.until));
      return;
    }
    const { repair } = await import('../../flows/repair.ts');
    const done = await repair({
      ...options,
      settlement,
      apply: given.apply,
      allow: given.allow,
      now: new Date(),
      ...changeSettings(given),
    });
    print(
      given.json === true
        ? report.repairJson(done)
        : report.repairReport(done, ttyOptions(), liveCommandFor(done.dir, given.live !== undefined)),
    );
    process.exitCode = exitCodeOf(done);
  });
}

type Way = Settlement['kind'] | 'ignore';

const changes: readonly Way[] = ['revert', 'adopt', 'record'];
/** The options that only some of the ways take. */
const belongings: Readonly<Record<string, readonly Way[]>> = {
  object: ['revert', 'adopt', 'ignore'],
  name: ['adopt'],
  rename: ['adopt'],
  because: ['ignore'],
  until: ['ignore'],
  dataIsThere: ['record'],
  apply: changes,
  allow: ['revert'],
  lockTimeout: changes,
  lockRetries: changes,
  statementTimeout: changes,
  wait: changes,
};

/** Throws a `usage` error for an option that the chosen way would take and not follow. */
function refuseMisplaced(command: Command, way: Way): void {
  for (const option of command.options) {
    const name = option.attributeName();
    const ways = belongings[name];
    if (ways === undefined || ways.includes(way) || command.getOptionValueSource(name) !== 'cli') continue;
    const others = ways
      .map((one) => `--${one}`)
      .join(', ')
      .replace(/, (?!.*, )/, ' or ');
    throw new StrataError('usage', `${option.long} belongs to ${others}`, {
      hint: `Leave ${option.long} out: --${way} has no use for it.`,
    });
  }
}

function settlementOf(given: RepairArguments): Settlement | 'ignore' {
  const { revert, adopt, record, ignore, object = [] } = given;
  const chosen = [revert, adopt, record, ignore].filter((one) => one !== undefined).length;
  if (chosen !== 1) {
    throw new StrataError(
      'usage',
      chosen === 0 ? 'no way to settle the drift was given' : 'drift is settled in one way at a time',
      {
        hint: '--revert (the database follows its history), --adopt (the history follows the database), --record MIGRATION (its effect is there already) or --ignore.',
      },
    );
  }
  if (revert) return { kind: 'revert', objects: object };
  if (adopt) return { kind: 'adopt', objects: object, name: given.name, renames: given.rename };
  if (record !== undefined)
    return { kind: 'record', migrations: record, dataIsThere: given.dataIsThere === true };
  return 'ignore';
}
