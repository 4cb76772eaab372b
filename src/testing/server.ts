import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Session, serverError } from '../db/session.ts';
import { ServerGone } from '../engine/databases.ts';
import type { Database, Engine, OpenOptions, SharedServer } from '../engine/engine.ts';
import type { ServerEnd } from '../engine/lease.ts';
import { openEngine } from '../engine/open.ts';
import { cacheHome } from '../engine/places.ts';
import { lineAt } from '../history/sql-file.ts';
import { closeOnFailure } from '../model/close-on-failure.ts';
import { StrataError } from '../model/errors.ts';
import type { SqlText } from '../model/migration.ts';
import { few } from '../model/words.ts';
import { leftOutIn, placeLeftOut } from '../replay/left-out.ts';
import { forget, openRecords, type Records } from '../replay/record.ts';
import type { RefusedStatement } from '../replay/run.ts';
import { refuseFailed } from './failed-history.ts';
import { mutate } from './mutation.ts';
import type { Source } from './source.ts';

/** The server that all processes share which want the same databases; each process has one of these. */
export interface TestServer extends AsyncDisposable {
  /** A superuser's session in a database that is never cloned. */
  readonly control: Session;
  database(name: string): Database;
  /** Makes a database from the template. */
  clone(name: string): Promise<Database>;
  /** Keeps the server up for this long from now. */
  linger(ms: number): void;
  /** How it ended, as far as that is known; undefined while it is up, and after it was left. */
  end(): Promise<ServerEnd | undefined>;
  /** This process is through with it. */
  isLeft(): boolean;
}

/** What every session of test databases' own is called in `pg_stat_activity`. */
export const controlName = 'strata test databases';

const templateName = 'strata_template';
/** How long the keeper of a server that ended may take to tell so. */
const keeperMs = 500;
/** How long a server may take to start anew. */
const recoveryMs = 20_000;

const draftName = 'strata_template_draft';
/** Advisory locks of one server: who makes the template, who makes spare databases. */
export const lockKeys = { template: 1, spares: 2 } as const;

/**
 * Joins the server for this source, or starts it; resolves when the template is there. Who makes the template says what it lacks.
 */
export async function openServer(source: Source, say: (message: string) => void): Promise<TestServer> {
  return await closeOnFailure(await openEngine(engineOptions(source)), async (engine) => {
    const shared = engine.shared as SharedServer;
    const control = await connectControl(shared);
    await closeOnFailure(control, () => findOrMakeTemplate(engine, shared, control, source, say));
    source.mutation?.tell('applied');
    const template = shared.database(templateName);
    let isLeft = false;
    return {
      control,
      database: shared.database,
      clone: (name) => engine.createDatabase({ name, like: template }),
      linger: shared.linger,
      isLeft: () => isLeft,
      async end() {
        if (isLeft) return undefined;
        try {
          await (await connectControl(shared)).close();
          return undefined;
        } catch (error) {
          if (isAnswer(error)) return undefined;
          // Its keeper knows why, a moment later than whoever was connected.
          return (await Promise.race([shared.ended, sleep(keeperMs)])) ?? {};
        }
      },
      async [Symbol.asyncDispose]() {
        isLeft = true;
        await control.close();
        await engine[Symbol.asyncDispose]();
      },
    };
  });
}

/** Whether the error says that the server, or the way to it, is gone. */
export function isLost(error: unknown): boolean {
  return (
    error instanceof ServerGone || (!(error instanceof StrataError) && serverError(error).isLost === true)
  );
}

/** A server of which a process was killed cuts every connection and starts anew: it takes nobody until it is through. */
async function connectControl(shared: SharedServer): Promise<Session> {
  const template1 = shared.database('template1');
  for (const deadline = Date.now() + recoveryMs; ; await sleep(20)) {
    try {
      return await template1.connect('superuser', { applicationName: controlName, yieldsWhenIdle: true });
    } catch (error) {
      if (!isAnswer(error) || !isLost(error) || Date.now() > deadline) throw error;
    }
  }
}

/** Whether somebody was there to refuse the connection, or to cut it. */
function isAnswer(error: unknown): boolean {
  return !/^(ECONNREFUSED|ENOENT)$/.test((driverError(error) as { code?: string }).code ?? '');
}

/** The error as the driver gave it, which is what a test expects that ends its own session. */
export function driverError(error: unknown): unknown {
  return error instanceof ServerGone ? error.cause : error;
}

function engineOptions(source: Source): OpenOptions {
  const { history, basis, snapshot, cacheDir } = source;
  return {
    kind: 'native',
    base: { platform: history.platform, extensions: basis.extensions },
    snapshots: [snapshot],
    share: `test databases ${source.key}`,
    // Several drivers take no directory of a socket in a connection string; all of them take TCP.
    listen: 'tcp',
    prepare: () => prepare(source),
    cacheDir,
  };
}

/** Rehearses the history as `strata check` does, which keeps the snapshot that the server starts from. */
async function prepare(source: Source): Promise<void> {
  const { history, basis, snapshot, cacheDir } = source;
  const records = recordsOf(source);
  const known = await records.read(snapshot);
  if (known !== undefined) refuseFailed(history, known.trace);
  const { rehearse } = await import('../replay/rehearse.ts');
  const { trace } = await rehearse(history, {
    ...basis,
    records: forget(records, snapshot),
    cacheDir,
    mustKeep: true,
  });
  refuseFailed(history, trace);
}

function recordsOf({ cacheDir }: Source): Records {
  return openRecords(join(cacheDir ?? cacheHome(), 'rehearsals'));
}

/** What the rehearsal left out of the migrations: from its record, as a rule. */
async function leftOutOf(source: Source): Promise<readonly string[]> {
  const { history, basis, cacheDir } = source;
  const { rehearse } = await import('../replay/rehearse.ts');
  return leftOutIn((await rehearse(history, { ...basis, records: recordsOf(source), cacheDir })).trace);
}

async function findOrMakeTemplate(
  engine: Engine,
  shared: SharedServer,
  control: Session,
  source: Source,
  say: (message: string) => void,
): Promise<void> {
  const isMade = async () =>
    (await control.query('SELECT FROM pg_database WHERE datname = $1', [templateName])).length > 0;
  if (await isMade()) return;
  await control.query('SELECT pg_advisory_lock($1)', [lockKeys.template]);
  try {
    if (await isMade()) return;
    await shared.database(draftName).drop();
    const draft = await engine.createDatabase({ name: draftName, like: engine.main });
    await mutateDraft(draft, source.mutation);
    const lacking = [...(await leftOutOf(source)), ...(await seedDatabase(draft, source.seed))];
    if (lacking.length > 0)
      say(`strata: test databases lack what takes more rights than an owner has: ${few(lacking, 3, '; ')}\n`);
    await control.query(`ALTER DATABASE ${draftName} ALLOW_CONNECTIONS false`);
    await control.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [
      draftName,
    ]);
    await control.query(`ALTER DATABASE ${draftName} RENAME TO ${templateName}`);
  } finally {
    await control.query('SELECT pg_advisory_unlock($1)', [lockKeys.template]).catch(() => {});
  }
}

async function mutateDraft(draft: Database, mutation: Source['mutation']): Promise<void> {
  if (mutation === undefined) return;
  await using session = await draft.connect('superuser');
  await mutate(session, mutation);
}

/** Runs the seeds; returns what was left out of them. */
async function seedDatabase(draft: Database, seed: Source['seed']): Promise<readonly string[]> {
  if (typeof seed === 'function') await seed(draft.url as string);
  if (typeof seed === 'function' || seed.length === 0) return [];
  const leftOut: string[] = [];
  await using session = await draft.connect('owner');
  for (const file of seed) leftOut.push(...(await runSeed(draft, session, file)));
  return leftOut;
}

/** Runs a seed as `strata prove` does: what psql takes besides SQL, rows of COPY among it, is understood. */
async function runSeed(
  draft: Database,
  session: Session,
  { file, text }: SqlText,
): Promise<readonly string[]> {
  const { runSql } = await import('../replay/run.ts');
  const leftOut: RefusedStatement[] = [];
  const refused = await runSql(draft, session, text, 'auto', (one) => leftOut.push(one));
  if (refused !== undefined)
    throw seedError(file, text, refused, 'A seed runs once, as the owner, after every migration.');
  // Without its rows a seed is none.
  const copy = leftOut.find(({ error }) => error.message.startsWith('permission denied to COPY'));
  if (copy !== undefined)
    throw seedError(file, text, copy, 'Write COPY ... FROM stdin and the rows below it, as pg_dump does.');
  return leftOut.map(({ error, offset }) => placeLeftOut(file, lineAt(text, offset), error));
}

function seedError(
  file: string,
  text: string,
  { error, offset }: RefusedStatement,
  hint: string,
): StrataError {
  const where = { file, line: lineAt(text, offset), column: offset - text.lastIndexOf('\n', offset - 1) };
  const message = `the seed ${file}:${where.line} fails: ${error.message} (${error.code})`;
  return new StrataError('project', message, { where, hint });
}
