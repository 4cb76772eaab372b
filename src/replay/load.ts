import type { RunResult, ServerError, Session } from '../db/session.ts';
import type { ActAs, Database } from '../engine/engine.ts';
import { adaptSql } from '../engine/stand-ins/stand-ins.ts';
import { StrataError } from '../model/errors.ts';
import type { NotModelled } from '../model/schema.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { indexLines, locate } from '../sql/locate.ts';
import { type Script, type Statement, splitStatements } from '../sql/split.ts';
import { controlsTransaction, endsTransaction } from '../sql/statement.ts';
import { isReservedTo, makeThing, missingThing, runOnBehalf } from './on-behalf.ts';
import {
  currentDatabase,
  grantOnSystem,
  isAlreadyThere,
  isServerLevel,
  isServerLevelRefusal,
  namesEncoding,
  type Preexisting,
  readPreexisting,
  settingOfDatabase,
} from './server-level.ts';
import { beginAnew, readState, resume, type SessionState } from './session-state.ts';
import {
  type Located,
  mayComeLater,
  nameIn,
  type Refused,
  type SchemaFile,
  unloadable,
} from './unloadable.ts';

/** A statement that may run later. */
interface Waiting extends Refused {
  readonly under: SessionState;
}

/** What a person should know of files that were loaded. */
export interface LoadOutcome {
  /** Statements that Strata added or left out, a sentence each. */
  readonly notes: readonly string[];
  /** Of these, the statements that were left out, shortly: `CREATE DATABASE shop`. */
  readonly leftOut: readonly string[];
  /** What they change in objects that belong to the server, which only a superuser may do. */
  readonly notModelled: readonly NotModelled[];
}

/** Where files are loaded, and what their role is helped with. */
interface Loading {
  readonly as: ActAs;
  readonly database: Database;
  readonly session: Session;
  readonly preexisting: Preexisting;
  /** `role x`, `tablespace y`. */
  readonly made: Set<string>;
  /** `CREATE DATABASE x`, `ALTER ROLE y`. */
  readonly leftOut: Set<string>;
  readonly notModelled: NotModelled[];
  /** The database at hand, where settings of a database by any name are meant for it. */
  readonly meant: string | undefined;
}

/**
 * Runs files of SQL in any order that works, each in a session and in transactions of its own as psql would: a statement that
 * names something missing waits until the others have run. Roles that the files name are created, and what only a superuser may create is
 * created on the role's behalf. With `meansDatabase` the files are about this one database, by whatever name: its settings are
 * not left out. Throws where a statement never succeeds, naming file, line and the server's reason.
 */
export async function loadSql(
  database: Database,
  as: ActAs,
  files: readonly SchemaFile[],
  { meansDatabase = false }: { readonly meansDatabase?: boolean } = {},
): Promise<LoadOutcome> {
  await using session = await database.connect(as, { guarded: false });
  const [here] = meansDatabase ? await session.query<{ name: string }>(currentDatabase) : [];
  const preexisting = await readPreexisting(session);
  const loading: Loading = {
    as,
    database,
    session,
    preexisting,
    made: new Set(),
    leftOut: new Set(),
    notModelled: [],
    meant: here?.name,
  };
  const waiting: Waiting[] = [];
  for (const file of files) {
    if (file.goesOn !== true) await session.run(beginAnew);
    waiting.push(...(await runFile(loading, file)));
  }
  await runWaiting(loading, waiting);
  const notes = [
    ...note('made for this comparison, since it belongs to servers', loading.made),
    ...note('left out, since it belongs to servers', loading.leftOut),
  ];
  return { notes, leftOut: [...loading.leftOut].sort(), notModelled: loading.notModelled };
}

function note(what: string, things: ReadonlySet<string>): readonly string[] {
  return things.size === 0 ? [] : [`${what}: ${[...things].sort().join(', ')}`];
}

/** Runs a file from top to bottom; gives back what has to wait. */
async function runFile(loading: Loading, file: SchemaFile): Promise<readonly Waiting[]> {
  const { session } = loading;
  const script = splitStatements(file.text);
  refuseIncludes(file, script);
  const waiting: Waiting[] = [];
  let blockStart: number | undefined;
  const savepoints = new Map<string, number>();
  for (const statement of script.statements) {
    if (namesEncoding(statement) || (await setsDatabase(loading, file, statement))) continue;
    if (isLeftOut(loading, file, statement)) continue;
    const savepoint = /^(SAVEPOINT|ROLLBACK (?:WORK |TRANSACTION )?TO(?: SAVEPOINT)?) (.+)$/.exec(
      statement.head,
    );
    if (savepoint?.[1] === 'SAVEPOINT') savepoints.set(savepoint[2] as string, waiting.length);
    else if (savepoint !== null) waiting.length = savepoints.get(savepoint[2] as string) ?? waiting.length;
    if (controlsTransaction(statement)) {
      await control(loading, { file, statement }, file.text.slice(statement.start, statement.end));
      // Statements of a block that was rolled back are not tried again.
      if (/^(ROLLBACK|ABORT)/.test(statement.head)) waiting.length = blockStart ?? waiting.length;
      blockStart = endsTransaction(statement) ? undefined : (blockStart ?? waiting.length);
      continue;
    }
    const isGuarded = blockStart !== undefined && !/^(SAVEPOINT|RELEASE|ROLLBACK)\b/.test(statement.head);
    if (isGuarded) await session.run('SAVEPOINT strata_statement');
    const left = await runOne(loading, { file, statement }, isGuarded);
    if (left !== undefined) waiting.push(left);
  }
  const last = script.statements.at(-1);
  if (blockStart !== undefined && last !== undefined)
    await control(loading, { file, statement: last }, 'COMMIT');
  return waiting;
}

/** Begins or ends a transaction. Throws where it cannot be committed: all that was in it would be missing. */
async function control({ session }: Loading, one: Located, sql: string): Promise<void> {
  const { error } = await session.run(sql);
  if (error !== undefined) throw unloadable({ ...one, error });
}

/**
 * Tries what waits until all of it has run. What is refused again is not tried before a statement ran that names what it lacks,
 * so that files in just the wrong order are not run over and over.
 */
async function runWaiting(loading: Loading, waiting: readonly Waiting[]): Promise<void> {
  let refused = [...waiting];
  while (refused.length > 0) {
    const due = refused;
    refused = [];
    for (const one of due) {
      await resume(loading.session, one.under);
      const still = await runOne(loading, one);
      if (still !== undefined) {
        refused.push(still);
        continue;
      }
      const sql = one.file.text.slice(one.statement.start, one.statement.end).toLowerCase();
      const mayRun = ({ error }: Waiting) => sql.includes((nameIn(error) ?? '').toLowerCase());
      due.push(...refused.filter(mayRun));
      refused = refused.filter((other) => !mayRun(other));
    }
    if (due.length === refused.length) throw unloadable(refused[0] as Waiting, refused.length - 1);
  }
}

/** Whether a statement is about settings of the database at hand, by whatever name, and they were accepted. */
async function setsDatabase(
  { session, meant }: Loading,
  { text }: SchemaFile,
  statement: Statement,
): Promise<boolean> {
  const sql = meant === undefined ? undefined : settingOfDatabase(statement, text, meant);
  return sql !== undefined && (await session.run(sql)).error === undefined;
}

/** Whether a statement is told of instead of being run. */
function isLeftOut({ as, leftOut, notModelled }: Loading, file: SchemaFile, statement: Statement): boolean {
  if (isServerLevel(statement)) {
    if (!statement.head.startsWith('DROP')) leftOut.add(shortly(file, statement));
    return true;
  }
  const grant = as === 'owner' ? grantOnSystem(statement, file.text) : undefined;
  if (grant !== undefined) notModelled.push(grant);
  return grant !== undefined;
}

/** Commands of psql are ignored, except those that stand for SQL that Strata would not see. */
function refuseIncludes(file: SchemaFile, { metaCommands }: Script): void {
  for (const { start, end } of metaCommands) {
    const command = /^\\(i|ir|include|include_relative|gexec)\b/.exec(file.text.slice(start, end))?.[0];
    if (command === undefined) continue;
    throw new StrataError('project', `${command} is a command of psql, not SQL`, {
      where: { file: file.name, ...locate(indexLines(file.text), start) },
      hint: 'Name the files that it stands for, or write their SQL here.',
    });
  }
}

async function runOne(loading: Loading, one: Located, isGuarded = false): Promise<Waiting | undefined> {
  const { session } = loading;
  const { start, end, copyData } = one.statement;
  const rows = copyData === undefined ? [] : [one.file.text.slice(copyData.start, copyData.end)];
  const sql = adaptSql(one.file.text.slice(start, end));
  const { error: refusal } = await session.run(sql, rows);
  const error = refusal && (await help(loading, refusal, sql, isGuarded));
  if (error === undefined) {
    if (isGuarded) await session.run('RELEASE SAVEPOINT strata_statement');
    return undefined;
  }
  if (isPassedOver(loading, one, error, sql)) {
    if (isGuarded) await session.run('ROLLBACK TO SAVEPOINT strata_statement');
    return undefined;
  }
  if (!mayComeLater(error)) throw unloadable({ ...one, error });
  if (isGuarded) await session.run('ROLLBACK TO SAVEPOINT strata_statement');
  return { ...one, error, under: await readState(session) };
}

/** Whether a refusal makes no difference to the schema. */
function isPassedOver(
  loading: Loading,
  { file, statement }: Located,
  error: ServerError,
  sql: string,
): boolean {
  if (isAlreadyThere(error, statement, loading.preexisting)) return true;
  if (!isServerLevelRefusal(error, statement, sql)) return false;
  loading.leftOut.add(shortly(file, statement));
  return true;
}

/** The words that say what a statement is about, for a note. */
function shortly({ text }: SchemaFile, { start, end }: Statement): string {
  const words = text.slice(start, end).split(/\s+/);
  const place = words.findIndex((word) => /^(database|tablespace|parameter)$/i.test(word));
  return (place > 1 ? [words[0], 'on', words[place], words[place + 1]] : words.slice(0, 3)).join(' ');
}

/**
 * Tries a refused statement again if something could be done for its role. Returns what still prevents it; undefined where it
 * succeeded.
 */
async function help(
  loading: Loading,
  refusal: ServerError,
  sql: string,
  isGuarded: boolean,
): Promise<ServerError | undefined> {
  const { database, session, made } = loading;
  let error: ServerError | undefined = refusal;
  const retry = async (run: () => Promise<RunResult | undefined>): Promise<void> => {
    if (isGuarded) await session.run('ROLLBACK TO SAVEPOINT strata_statement');
    const tried = await run();
    if (tried !== undefined) error = tried.error;
  };
  for (;;) {
    const thing = error && missingThing(error);
    const shown = thing && `${thing.kind} ${thing.name}`;
    if (thing === undefined || shown === undefined || made.has(shown)) break;
    await makeThing(database, thing);
    made.add(shown);
    await retry(() => session.run(sql));
  }
  const role = error && sessionRole(error);
  if (role !== undefined) await retry(() => session.run(`SET ROLE ${quoteIdentifier(role)}`));
  else if (error !== undefined && isReservedTo(error))
    await retry(() => runOnBehalf(database, session, sql, isGuarded));
  return error;
}

/**
 * The role whose session authorization a dump asks for; undefined for any other error. The owner may SET ROLE to it, but not
 * begin a session as it.
 */
function sessionRole({ message }: ServerError): string | undefined {
  return /^permission denied to set session authorization "(.*)"$/.exec(message)?.[1];
}
