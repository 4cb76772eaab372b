import type { Session } from '../db/session.ts';
import type { Database } from '../engine/engine.ts';
import { adaptSql } from '../engine/stand-ins/stand-ins.ts';
import type { History, Migration } from '../model/migration.ts';
import type { StatementTrace, TogetherFailure, TogetherResult, Trace, Window } from '../model/trace.ts';
import { splitStatements } from '../sql/split.ts';
import { addedEnumValue, controlsTransaction, onlyDefines } from '../sql/statement.ts';
import { chainOf } from './chain.ts';
import { composeShared, type Part, type Send } from './compose.ts';
import { needsMoreRights } from './missing-rights.ts';
import type { RehearsalRunOptions } from './rehearsal-run.ts';
import { runMigration } from './run.ts';
import { runParts } from './run-parts.ts';
import { engineOf, enterServer } from './server-setup.ts';
import { leaveNothing } from './session-state.ts';
import { failingPart, sqlError } from './where-it-failed.ts';

/** More windows would take too long for what they tell. */
const mostWindows = 12;

/**
 * The windows worth trying, in rising order: all migrations, as on an empty database, and from each migration that adds an enum
 * value to the last one that uses it. (On an empty database the type is new as well, and a value of a new type may be used at
 * once.) None where no statement depends on where its transaction began.
 */
export function windowsOf(history: Pick<History, 'migrations'>): readonly Window[] {
  const { migrations } = history;
  const split = migrations.map(({ up }) => splitStatements(up.text).statements);
  const isAllOne = ({ up }: Migration, i: number) => split[i]?.every((one) => onlyDefines(one, up.text));
  if (migrations.every(isAllOne)) return [];
  const shared = sharedWindows(history, 0);
  const ofValues = migrations.flatMap(({ up }, from) => {
    const added = (split[from] ?? []).flatMap((one) => addedEnumValue(one, up.text) ?? []);
    const around = shared.find((window) => window.from < from && from < window.to);
    const to = migrations.findLastIndex(
      (later, i) =>
        i > from && i <= (around?.to ?? 0) && added.some((value) => later.up.text.includes(value)),
    );
    return to === -1 ? [] : [{ from, to }];
  });
  const [first, ...others] = [...shared, ...ofValues].sort((a, b) => a.from - b.from);
  return first === undefined ? [] : [first, ...others.slice(-mostWindows)];
}

/**
 * The migrations from one on that share a transaction where all of them are pending. One that begins or ends transactions
 * itself shares none, and divides what is before it from what comes after.
 */
export function sharedWindows({ migrations }: Pick<History, 'migrations'>, start: number): readonly Window[] {
  const windows: Window[] = [];
  let from = start;
  for (let at = start; at <= migrations.length; at += 1) {
    const text = migrations[at]?.up.text;
    if (text !== undefined && !splitStatements(text).statements.some(controlsTransaction)) continue;
    if (at - from > 1) windows.push({ from, to: at - 1 });
    from = at + 1;
  }
  return windows;
}

/**
 * Runs each window in one transaction, after the migrations before it, and rolls it back. `trace` is the rehearsal of the same
 * migrations one by one: statements that it left out for want of rights are left out here too. Windows are given in rising
 * order.
 */
export async function tryTogether(
  history: History,
  trace: Trace,
  windows: readonly Window[],
  options: RehearsalRunOptions,
): Promise<TogetherResult> {
  const { openEngine } = await import('../engine/open.ts');
  const chain = chainOf(history, options);
  const start = options.records === undefined ? 0 : (windows[0]?.from ?? 0);
  await using engine = await openEngine({
    ...engineOf(history, options),
    snapshots: chain.slice(0, start).toReversed(),
    locks: 'many',
  });
  const known = engine.startedFrom === undefined ? 0 : chain.indexOf(engine.startedFrom) + 1;
  await (await enterServer(engine, history, options)).admin.close();
  await using session = await engine.main.connect(options.superuser ? 'superuser' : 'owner', {
    guarded: false,
  });
  return await tryWindows({ database: engine.main, session, history, trace }, known, windows);
}

/** Where windows are tried, and of what. */
interface Trial {
  readonly database: Database;
  readonly session: Session;
  readonly history: History;
  readonly trace: Trace;
}

async function tryWindows(trial: Trial, known: number, windows: readonly Window[]): Promise<TogetherResult> {
  const { database, session, history } = trial;
  const failures: TogetherFailure[] = [];
  let done = known;
  for (const [i, window] of windows.entries()) {
    for (; done < window.from; done += 1) {
      const migration = history.migrations[done] as Migration;
      const refused = await runMigration(database, session, history, migration);
      if (refused !== undefined) return { failures, untried: { windows: windows.slice(i), behind: done } };
    }
    const failure = await tryWindow(trial, window);
    if (failure !== undefined) failures.push(failure);
  }
  return { failures };
}

/**
 * Runs a window and takes it back. Deferred constraints are checked as its COMMIT would. What the rehearsal ran with the rights
 * that the platform grants has them here too; what they cannot be given for in this transaction joins `leftOut`.
 */
async function tryWindow(
  trial: Trial,
  { from, to }: Window,
  leftOut: readonly Place[] = [],
): Promise<TogetherFailure | undefined> {
  const { database, session } = trial;
  await session.run('begin');
  const sends = sendsOf(trial, from, to, leftOut);
  let refused: Refused | undefined;
  for (const { migration, text, send } of sends) {
    const { completed, error } = await runParts(database, session, send);
    if (error === undefined) continue;
    const part = failingPart(send, completed, error) as Part;
    refused = {
      place: { migration, statement: part.statement },
      error: sqlError(error, send, false, text),
      lacksRights: send.raised.has(part.statement) && needsMoreRights(error, textOf(send, part)),
    };
    break;
  }
  refused ??= await refusedCommit(session, sends);
  await session.run(['ROLLBACK', ...leaveNothing].join('; '));
  if (refused === undefined) return undefined;
  const { place, error, lacksRights } = refused;
  return lacksRights ? await tryWindow(trial, { from, to }, [...leftOut, place]) : { from, ...place, error };
}

/** A statement of a history: both numbers as in `TogetherFailure`. */
type Place = Pick<TogetherFailure, 'migration' | 'statement'>;

/** What stopped a window. */
interface Refused extends Pick<TogetherFailure, 'error'> {
  readonly place: Place;
  /** The server asks for rights that it was to be given. */
  readonly lacksRights: boolean;
}

/** A migration that has anything to send. */
interface SharedSend {
  readonly migration: number;
  readonly text: string;
  readonly send: Send;
}

function sendsOf(
  { history, trace }: Trial,
  from: number,
  to: number,
  leftOut: readonly Place[],
): readonly SharedSend[] {
  return history.migrations.slice(from, to + 1).flatMap(({ up }, i) => {
    const migration = from + i;
    const { statements = [] } = trace.migrations[migration] ?? {};
    const numbersOf = (is: (statement: StatementTrace) => boolean) =>
      statements.filter(is).map(({ index }) => index);
    const also = leftOut.filter((place) => place.migration === migration);
    const text = adaptSql(up.text);
    const send = composeShared(text, splitStatements(up.text), {
      leftOut: new Set([
        ...numbersOf((one) => one.leftOut !== undefined),
        ...also.map(({ statement }) => statement),
      ]),
      raised: new Set(numbersOf((one) => one.raised === true)),
    });
    return send.parts.length === 0 ? [] : [{ migration, text, send }];
  });
}

/** What a COMMIT at this place would be refused for; it is told of the last statement. */
async function refusedCommit(session: Session, sends: readonly SharedSend[]): Promise<Refused | undefined> {
  const { error } = await session.run('set constraints all immediate');
  const last = sends.at(-1);
  const part = last?.send.parts.at(-1);
  if (error === undefined || last === undefined || part === undefined) return undefined;
  const { position: _, ...told } = error;
  return { place: { migration: last.migration, statement: part.statement }, error: told, lacksRights: false };
}

function textOf({ text }: Send, { start, end }: Part): string {
  return text.slice(start, end);
}
