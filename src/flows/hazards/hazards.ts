import { notTriedTogether, whyNotTogether } from '../../explain/together.ts';
import type { DeployHazard } from '../../model/deployment.ts';
import { StrataError } from '../../model/errors.ts';
import { groupBy } from '../../model/group-by.ts';
import type { History, Migration } from '../../model/migration.ts';
import type { Subject } from '../../model/rule.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { shellPath } from '../../model/shell-word.ts';
import type { MigrationTrace, Trace } from '../../model/trace.ts';
import { sharedWindows, tryTogether } from '../../replay/together.ts';
import { shown } from '../../sql/relations.ts';
import { partOptions, rehearsePart } from '../rehearsal/rehearse-part.ts';
import { demands } from './demands.ts';
import { FormerNames, underFormerNames } from './former-names.ts';
import { type Creation, creationsOf } from './missing-rights.ts';
import { type Loss, SeenHazards } from './seen-hazards.ts';

/** What a rehearsal foresees, and what it could not see. */
interface Foreseen {
  readonly hazards: readonly DeployHazard[];
  readonly creations: readonly Creation[];
  /** A sentence each. */
  readonly notes: readonly string[];
}

/**
 * What pending migrations may do to a database that has the applied ones, as a rehearsal saw them do it. Throws a `project` error
 * where one of them fails, or where they cannot share the one transaction in which they are to be applied (`areTogether`). Where
 * the applied ones do not replay, the result is incomplete and a note says so.
 */
export async function foreseeHazards(
  history: History,
  applied: readonly Migration[],
  pending: readonly Migration[],
  settings: ProjectSettings,
  areTogether = false,
): Promise<Foreseen> {
  const base = applied.length === 0 ? undefined : await rehearsePart(history, applied, settings);
  const goal = await rehearsePart(history, [...applied, ...pending], settings);
  const traces = goal.trace.migrations.slice(applied.length);
  const broken = goal.trace.migrations.slice(0, applied.length).find(({ outcome }) => outcome === 'failed');
  const notes: string[] = broken === undefined ? [] : [incompleteNote(broken)];
  const whole = { ...history, migrations: [...applied, ...pending] };
  if (broken === undefined) {
    refuseFailed(traces, areTogether && applied.length === 0);
    if (areTogether) notes.push(...(await refuseTogether(whole, applied.length, goal.trace, settings)));
  }
  const before = await base?.schema();
  const former = new FormerNames(traces, pending);
  const after = await goal.schema();
  const seen = new SeenHazards(before, after, former);
  const subject = await layOut(whole, goal.trace);
  const losses = await lossesOf(subject, applied.length);
  const hazards = traces.flatMap((trace, i) =>
    seen.watch(trace, losses.get(applied.length + i) ?? [], pending[i]?.up.text ?? ''),
  );
  const saved = [...losses.values()].flat().flatMap((loss) => ('saved' in loss ? [loss.saved] : []));
  const refilled = new Set(saved.map((table) => former.ofTable(shown(table))));
  const asked =
    before === undefined
      ? []
      : demands(before, await underFormerNames(after, before, former, whole, settings), {
          traces,
          pending,
          former,
          subject,
          refilled,
        });
  return {
    hazards: inOrder([...hazards, ...asked], pending),
    creations: creationsOf(traces, pending),
    notes,
  };
}

/** By migration, and by line in it. */
function inOrder(hazards: readonly DeployHazard[], pending: readonly Migration[]): readonly DeployHazard[] {
  const places = new Map(pending.map(({ name }, place) => [name, place]));
  const placeOf = ({ migration }: DeployHazard) => places.get(migration) ?? -1;
  const lineOf = ({ line }: DeployHazard) => line ?? Infinity;
  return [...hazards].sort((a, b) => placeOf(a) - placeOf(b) || lineOf(a) - lineOf(b));
}

function incompleteNote({ migration }: MigrationTrace): string {
  return `${migration}, which is applied, does not replay on an empty database: what pending migrations do could only be foreseen in part.`;
}

/** Throws where what is pending cannot share a transaction; otherwise says what could not be tried. */
async function refuseTogether(
  history: History,
  applied: number,
  trace: Trace,
  settings: ProjectSettings,
): Promise<readonly string[]> {
  const windows = sharedWindows(history, applied);
  if (windows.length === 0) return [];
  const result = await tryTogether(history, trace, windows, partOptions(settings));
  const [failure] = result.failures;
  if (failure === undefined)
    return notTriedTogether(history, result).map((unknown) => `It was not foreseen ${unknown}.`);
  const { migrations } = history;
  const [stopped, before] = [migrations[failure.migration], migrations[failure.migration - 1]];
  throw new StrataError(
    'project',
    `${stopped?.name} fails in rehearsal where it shares a transaction with what is pending before it: ${await whyNotTogether(history, trace, failure)}`,
    {
      hint: `Nothing was changed. Apply them in two steps: strata deploy --to ${shellPath(before?.name ?? '')}, and then strata deploy.`,
    },
  );
}

async function layOut(history: History, trace: Trace): Promise<Subject> {
  const [{ readSubject }, { loadParser }] = await Promise.all([
    import('../../rules/subject.ts'),
    import('../../sql/parse.ts'),
  ]);
  await loadParser();
  return readSubject(history, trace, undefined, {});
}

/** What statements destroy by their text, from a migration on; by the index of their migration. */
async function lossesOf(subject: Subject, from: number): Promise<ReadonlyMap<number, readonly Loss[]>> {
  const [{ rowLosses }, { copiedRows }, { savedRows }, { valueLosses }, { unseenLosses }, { firedLosses }] =
    await Promise.all([
      import('./row-losses.ts'),
      import('./copied-rows.ts'),
      import('./rows-set-aside.ts'),
      import('./value-losses.ts'),
      import('./unseen-losses.ts'),
      import('./fired-losses.ts'),
    ]);
  const rows = rowLosses(subject);
  const unseen = unseenLosses(subject, rows, from);
  const fired = firedLosses(subject, from);
  const copies = [...copiedRows(subject, rows, from), ...savedRows(subject, rows, from)];
  return groupBy([...rows, ...copies, ...valueLosses(subject), ...unseen, ...fired], ({ act }) => act.at);
}

/**
 * Throws where a migration failed. With `onEmpty` all of them share one transaction that begins on an empty database, so that
 * errors of statements do not count.
 */
function refuseFailed(traces: readonly MigrationTrace[], onEmpty: boolean): void {
  const failed = traces.find(
    ({ outcome, statements }) =>
      outcome === 'failed' || (!onEmpty && statements.some(({ error }) => error !== undefined)),
  );
  if (failed === undefined) return;
  const error = failed.statements.find((statement) => statement.error !== undefined)?.error;
  throw new StrataError('project', `${failed.migration} fails in rehearsal: ${error?.message ?? ''}`, {
    hint: '`strata check` explains why. Nothing was changed. Where only the throwaway PostgreSQL cannot run it: --no-rehearsal.',
  });
}
