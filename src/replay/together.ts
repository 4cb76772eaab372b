import type { Session } from '../db/session.ts';
import { adaptSql } from '../engine/stand-ins/stand-ins.ts';
import type { History, Migration } from '../model/migration.ts';
import type { SqlError, TogetherFailure, Trace } from '../model/trace.ts';
import { offsetOfPosition } from '../sql/locate.ts';
import { type Statement, splitStatements } from '../sql/split.ts';
import { addedEnumValue, controlsTransaction, onlyDefines } from '../sql/statement.ts';
import { chainOf } from './chain.ts';
import type { RehearsalRunOptions } from './rehearsal-run.ts';
import { engineOf, enterServer } from './server-setup.ts';

/** Migrations that may be pending at once, 0-based, both ends included. */
interface Window {
  readonly from: number;
  readonly to: number;
}

/** More windows would take too long for what they tell. */
const mostWindows = 12;

/**
 * The windows worth trying: all migrations, as on an empty database, and from each migration that adds an enum value to the
 * last one that uses it. (On an empty database the type is new as well, and a value of a new type may be used at once.) None
 * where no statement depends on where its transaction began.
 */
export function windowsOf({ migrations }: Pick<History, 'migrations'>): readonly Window[] {
  const split = migrations.map(({ up }) => splitStatements(up.text).statements);
  const isAllOne = ({ up }: Migration, i: number) => split[i]?.every((one) => onlyDefines(one, up.text));
  if (migrations.length < 2 || migrations.every(isAllOne)) return [];
  const windows = migrations.flatMap(({ up }, from) => {
    const added = (split[from] ?? []).flatMap((one) => addedEnumValue(one, up.text) ?? []);
    const to = migrations.findLastIndex(
      (later, i) => i > from && added.some((value) => later.up.text.includes(value)),
    );
    return from === 0 || to === -1 ? [] : [{ from, to }];
  });
  return [{ from: 0, to: migrations.length - 1 }, ...windows.slice(-mostWindows)];
}

/**
 * Runs each window in one transaction, after the migrations before it, and rolls it back. `trace` is the rehearsal of the same
 * migrations one by one: statements that it left out for want of rights are left out here too. Windows are given in rising
 * order.
 */
export async function runTogether(
  history: History,
  trace: Trace,
  windows: readonly Window[],
  options: RehearsalRunOptions,
): Promise<readonly TogetherFailure[]> {
  const { openEngine } = await import('../engine/open.ts');
  const chain = chainOf(history, options);
  const start = options.records === undefined ? 0 : (windows[0]?.from ?? 0);
  await using engine = await openEngine({
    ...engineOf(history, options),
    snapshots: chain.slice(0, start).toReversed(),
    locks: 'many',
  });
  const known = engine.startedFrom === undefined ? 0 : chain.indexOf(engine.startedFrom) + 1;
  await (await enterServer(engine, history, options)).close();
  await using session = await engine.main.connect(options.superuser ? 'superuser' : 'owner', {
    guarded: false,
  });
  const texts = history.migrations.map((migration, i) => compose(migration, trace, i));
  return await tryWindows(session, texts, known, windows);
}

async function tryWindows(
  session: Session,
  texts: readonly Text[],
  known: number,
  windows: readonly Window[],
): Promise<readonly TogetherFailure[]> {
  const failures: TogetherFailure[] = [];
  let done = known;
  for (const { from, to } of windows) {
    for (; done < from; done += 1) {
      if ((await runAll(session, texts, done, done, 'commit')) !== undefined) return failures;
    }
    const failure = await runAll(session, texts, from, to, 'rollback');
    if (failure !== undefined) failures.push({ from, ...failure });
    // A COMMIT of a file's own leaves what cannot be taken back.
    if (texts.slice(from, to + 1).some(({ isOpen }) => isOpen)) return failures;
  }
  return failures;
}

async function runAll(
  session: Session,
  texts: readonly Text[],
  from: number,
  to: number,
  ending: 'commit' | 'rollback',
): Promise<Omit<TogetherFailure, 'from'> | undefined> {
  await session.run('begin');
  for (let migration = from; migration <= to; migration += 1) {
    const { sql, copyData, places } = texts[migration] as Text;
    if (sql === '') continue;
    const { completed, error } = await session.run(sql, copyData);
    if (error === undefined) continue;
    await session.run('rollback');
    const place = (places[completed] ?? places.at(-1)) as Place;
    return { migration, statement: place.statement, error: sqlError(error, sql, place) };
  }
  const { error } = await session.run(ending === 'commit' ? 'commit' : 'set constraints all immediate');
  await session.run('rollback; reset session authorization; reset role; reset all');
  const last = texts[to]?.places.at(-1);
  return error === undefined || last === undefined
    ? undefined
    : { migration: to, statement: last.statement, error: sqlError(error, '', last) };
}

/** A migration as one message. */
interface Text {
  readonly sql: string;
  readonly copyData: readonly string[];
  readonly places: readonly Place[];
  /** It begins or ends transactions itself. */
  readonly isOpen: boolean;
}

interface Place {
  /** 1-based. */
  readonly statement: number;
  /** Where it begins in the message, and in the migration. */
  readonly start: number;
  readonly source: number;
}

function compose({ up }: Migration, trace: Trace, index: number): Text {
  const adapted = adaptSql(up.text);
  const { statements } = splitStatements(up.text);
  const leftOut = new Set(
    (trace.migrations[index]?.statements ?? [])
      .filter((statement) => statement.leftOut !== undefined)
      .map((statement) => statement.index),
  );
  const places: Place[] = [];
  const kept: Statement[] = [];
  let sql = '';
  for (const [i, statement] of statements.entries()) {
    if (leftOut.has(i + 1)) continue;
    places.push({ statement: i + 1, start: sql.length, source: statement.start });
    kept.push(statement);
    sql += `${adapted.slice(statement.start, statement.end)};\n`;
  }
  return {
    sql,
    places,
    copyData: kept.flatMap(({ copyData }) =>
      copyData === undefined ? [] : [up.text.slice(copyData.start, copyData.end)],
    ),
    isOpen: statements.some(controlsTransaction),
  };
}

function sqlError(
  { position, ...error }: Omit<SqlError, 'offset'> & { readonly position?: number },
  sql: string,
  place: Place,
): SqlError {
  if (position === undefined) return error;
  const offset = offsetOfPosition(sql, position) - place.start;
  return offset < 0 ? error : { ...error, offset: place.source + offset };
}
