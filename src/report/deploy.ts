import type {
  DeployFailure,
  Deployment,
  DeployOutcome,
  JudgedHazard,
  PlannedMigration,
} from '../model/deployment.ts';
import { count, duration } from '../model/words.ts';
import { clipped, wrap } from './text.ts';
import type { TtyOptions } from './tty.ts';

const deployVersion = 1;

/** docs/live.md describes the shape. */
export function deployJson({ outcome, hazards, ...deployment }: Deployment, isDryRun: boolean): string {
  const shaped = {
    version: deployVersion,
    ...deployment,
    dryRun: isDryRun,
    hazards: hazards.map(hazardShape),
    deployed: outcome?.deployed ?? [],
    failure: outcome?.failure === undefined ? null : failureShape(outcome.failure),
  };
  return `${JSON.stringify(shaped, null, 2)}\n`;
}

/** What JSON tells of a hazard: not the SQL by which it was looked into. */
export function hazardShape(hazard: JudgedHazard) {
  const { kind, message, migration, line, table, isRefused, violations, seen } = hazard;
  return { kind, message, migration, line, table, isRefused, violations, seen };
}

export function failureShape({ migration, file, statement, error, left, retries, blockers }: DeployFailure) {
  const { code, message, detail, hint } = error;
  const { number, line, sql } = statement;
  return {
    migration,
    file,
    line,
    statement: number,
    sql,
    error: { code, message, detail: detail ?? null, hint: hint ?? null },
    left,
    retries,
    blockers: blockers ?? null,
  };
}

/** The steps that were or would be taken, what prevents others, and what to do next. */
export function deployReport(deployment: Deployment, isDryRun: boolean, options: TtyOptions): string {
  const { paint } = options;
  const { pending, hazards, notes, outcome, shownUrl, plan } = deployment;
  const lines: string[] = [];
  for (const note of notes) lines.push(wrap(`${paint.warn('!')} ${note}`, options.width));
  if (pending.length === 0) return `${[...lines, `Nothing is pending on ${shownUrl}.`].join('\n')}\n`;
  if (outcome === undefined) {
    lines.push(`${paint.strong(count(pending.length, 'migration'))} pending on ${shownUrl}`);
    for (const one of pending) {
      lines.push(`  ${paint.name('+')} ${one.name} ${paint.dim(pendingWords(one))}`);
      if (isDryRun) lines.push(...statementLines(one, options));
    }
  }
  for (const hazard of hazards.filter((one) => outcome === undefined || one.isRefused))
    lines.push(...hazardLines(hazard, options));
  if (outcome !== undefined) lines.push(...outcomeLines(deployment, outcome, options));
  else lines.push('', ...nextLines(deployment, isDryRun, plan));
  return `${lines.join('\n')}\n`;
}

const mostShown = 12;

/** The beginning of each statement, on one line. */
function statementLines({ sql }: PlannedMigration, { paint, width }: TtyOptions): readonly string[] {
  const shown = sql
    .slice(0, mostShown)
    .map((one) => paint.dim(`      ${clipped(`${one.number} ${one.sql}`, width - 6)}`));
  return sql.length > mostShown ? [...shown, paint.dim(`      and ${sql.length - mostShown} more`)] : shown;
}

function pendingWords({ statements, units, done }: PlannedMigration): string {
  const parts = units > 1 ? `, in ${units} transactions` : '';
  const resumed = done > 0 ? `, ${done} of them done already` : '';
  return `${count(statements, 'statement')}${parts}${resumed}`;
}

function hazardWords({ kind, message, migration, line }: JudgedHazard): string {
  const at = line === undefined ? migration : `${migration}, line ${line}`;
  return `${kind}: ${message} (${at})`;
}

/** A hazard, and what the live database says of it. */
export function hazardLines(hazard: JudgedHazard, { paint, width }: TtyOptions): readonly string[] {
  const mark = hazard.isRefused ? paint.bad('✗') : paint.warn('!');
  const said =
    hazard.violations !== undefined
      ? violationLines(hazard.violations)
      : hazard.seen === undefined
        ? []
        : [`${hazard.seen}.`];
  return [`  ${mark} ${hazardWords(hazard)}`, ...said.map((text) => wrap(text, width, '      '))];
}

function violationLines({ count: rows, sample }: NonNullable<JudgedHazard['violations']>): readonly string[] {
  const stand = rows === 1 ? '1 stands in the way' : `${rows} stand in the way`;
  return [`${stand}${sample.length === 0 ? '.' : ', such as'}`, ...sample];
}

/** The options that allow what is refused; empty where nothing is. */
export function allowOptions(hazards: readonly JudgedHazard[]): string {
  const refused = new Set(hazards.filter((one) => one.isRefused).map(({ kind }) => kind));
  return [...refused].map((kind) => `--allow ${kind}`).join(' ');
}

function nextLines({ hazards }: Deployment, isDryRun: boolean, plan: string): readonly string[] {
  const allowing = allowOptions(hazards);
  if (allowing !== '')
    return ['Nothing was changed. Mend the rows or the migrations. If that is meant, add', allowing];
  return isDryRun
    ? [`Nothing was changed. To do exactly this, add --plan ${plan} instead of --dry-run.`]
    : [];
}

function outcomeLines(
  { shownUrl }: Deployment,
  { deployed, failure, total: all }: DeployOutcome,
  options: TtyOptions,
): readonly string[] {
  const { paint } = options;
  const done = deployed.map(({ name, ms, resumedFrom, retries }) => {
    const more = [
      duration(ms),
      ...(resumedFrom > 0 ? ['went on where it had stopped'] : []),
      ...(retries > 0 ? [`${count(retries, 'retry')} for a lock`] : []),
    ];
    return `  ${paint.good('✓')} ${name} ${paint.dim(more.join(', '))}`;
  });
  if (failure === undefined) {
    const total = deployed.reduce((sum, { ms }) => sum + ms, 0);
    return [
      ...done,
      '',
      `${count(deployed.length, 'migration')} applied to ${shownUrl} in ${duration(total)}.`,
    ];
  }
  return [
    ...done,
    ...failureLines(failure, options),
    '',
    `${deployed.length} applied, 1 failed, ${all - deployed.length - 1} not applied.`,
  ];
}

/** Where a run stopped, why, what is left, and what to do. */
export function failureLines(
  { migration, file, statement, error, left, blockers }: DeployFailure,
  { paint, width }: TtyOptions,
): readonly string[] {
  const below = (text: string) => wrap(text, width, '      ');
  return [
    `  ${paint.bad('✗')} ${migration} stopped at statement ${statement.number}, ${file}:${statement.line}`,
    below(`${error.message} (${error.code})`),
    ...(error.detail === undefined ? [] : [below(error.detail)]),
    ...(error.hint === undefined ? [] : [below(error.hint)]),
    ...(blockers === undefined ? [] : [below(`It waited for ${blockers}.`)]),
    below(left),
    ...codeHint(error).map(below),
  ];
}

const goesOn = 'Run the command again: it goes on from what is there.';

/** Advice for errors caused by the present state of the database, not by the migration. */
function codeHint({ code, isInterrupted }: DeployFailure['error']): readonly string[] {
  if (isInterrupted === true) return [goesOn];
  switch (code) {
    case '55P03':
      return [
        'Somebody holds a lock on it. Run the command again, or give it longer: --lock-timeout, --lock-retries.',
      ];
    case '25006':
      return [
        'The database only lets itself be read: a standby, or default_transaction_read_only. Name the primary.',
      ];
    case '57014':
      return ['A time limit ended it. Give it longer: --statement-timeout 0 sets none.'];
    case '53100':
      return ["The server's disk is full. Make room and run the command again."];
    case '42P07':
    case '42P06':
    case '42701':
    case '42710':
    case '42723':
      return [
        'It is there already, made by hand or by something else than this history: `strata drift` tells what.',
      ];
    case '42501':
      return ['The role lacks a privilege: docs/live.md lists what each command needs.'];
    default:
      return code.startsWith('08') || code.startsWith('57P') ? [goesOn] : [];
  }
}
