import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Arena, type ArenaDatabase, openArena } from '../../test/judge/arena.ts';
import type { LedgerKind, LedgerState } from '../model/ledger.ts';
import type { History, Migration, Runner } from '../model/migration.ts';
import { appliedMigrations, readLedger } from './read.ts';
import { createLedger, recordApplied, recordRolledBack, recordStart, recordText } from './write.ts';

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

interface Style {
  readonly runner: Runner;
  readonly names: readonly [string, string, string];
  /** Whether the ledger keeps something to know the text by. */
  readonly knowsText: boolean;
  /** The table that tells plain SQL's runner, where it is none of Strata's own. */
  readonly ledgerTable?: string;
}

const numbered = ['20260101000000_users', '20260102000000_posts', '20260103000000_tags'] as const;
const styles: Readonly<Record<Exclude<LedgerKind, 'sqitch'>, Style>> = {
  prisma: { runner: 'prisma', names: numbered, knowsText: true },
  supabase: { runner: 'supabase', names: numbered, knowsText: true },
  drizzle: { runner: 'drizzle', names: ['0000_users', '0001_posts', '0002_tags'], knowsText: true },
  dbmate: { runner: 'dbmate', names: numbered, knowsText: false },
  goose: { runner: 'goose', names: ['001_users', '002_posts', '003_tags'], knowsText: false },
  flyway: { runner: 'flyway', names: ['V1__users', 'V1_2__more_posts', 'V2.0__tags'], knowsText: true },
  'golang-migrate': {
    runner: 'plain',
    names: ['000001_users', '000002_posts', '000003_tags'],
    knowsText: false,
    ledgerTable: 'schema_migrations',
  },
  'node-pg-migrate': { runner: 'plain', names: numbered, knowsText: false, ledgerTable: 'pgmigrations' },
  sqlx: { runner: 'plain', names: numbered, knowsText: true, ledgerTable: '_sqlx_migrations' },
  diesel: {
    runner: 'plain',
    names: ['2026-01-01-000000_users', '2026-01-02-000000_posts', '2026-01-03-000000_tags'],
    knowsText: false,
    ledgerTable: '__diesel_schema_migrations',
  },
  'sql-migrate': { runner: 'plain', names: numbered, knowsText: false, ledgerTable: 'gorp_migrations' },
  strata: { runner: 'plain', names: ['001_users', '002_posts', '003_tags'], knowsText: true },
};

function historyOf(
  { runner, names, ledgerTable }: Pick<Style, 'runner' | 'ledgerTable'> & { names: readonly string[] },
  texts: readonly string[] = names.map((name) => `CREATE TABLE ${name.replace(/^.*_/, '')} (id int);\n`),
): History {
  return {
    dir: '/project',
    layout: runner === 'prisma' || runner === 'supabase' || runner === 'drizzle' ? runner : 'sql',
    runner,
    folder: 'migrations',
    platform: 'none',
    ...(ledgerTable === undefined ? {} : { ledgerTable }),
    migrations: names.map((name, i) => migrationOf(name, texts[i] as string, i)),
    findings: [],
  };
}

function migrationOf(name: string, text: string, index: number): Migration {
  return {
    name,
    up: { file: `migrations/${name}.sql`, text, firstLine: 1 },
    transaction: 'block',
    hash: createHash('sha256').update(text).digest('hex'),
    ledgerMark: text.length * 1000 + index,
  };
}

const run = { id: '6f2f6a0e-0000-4000-8000-000000000000', ms: 12.4, statements: ['CREATE TABLE x (id int)'] };

function runFor({ name, up }: Migration) {
  const id = createHash('md5').update(name).digest('hex');
  return { ...run, id, statements: [up.text.trim().replace(/;$/, '')] };
}

async function write(db: ArenaDatabase, history: History, count: number): Promise<LedgerState> {
  const { ledger } = await readLedger(db.session, history);
  for (const sql of createLedger(ledger)) await db.session.query(sql);
  for (const migration of history.migrations.slice(0, count)) {
    for (const { sql, values } of recordApplied(ledger, migration, runFor(migration)))
      await db.session.query(sql, values);
  }
  return readLedger(db.session, history);
}

const brief = ({ entries }: LedgerState) =>
  entries.map(({ name, state, text, isOutOfOrder }) =>
    [name, state, ...(text === 'unknown' ? [] : [text]), ...(isOutOfOrder ? ['out of order'] : [])].join(' '),
  );

describe.each(Object.entries(styles))('the ledger of %s', (kind, style) => {
  const same = style.knowsText ? ' same' : '';
  const [first, second, third] = style.names;

  test('is missing in a new database, and everything is pending', async () => {
    await using db = await arena.createDatabase();
    const state = await readLedger(db.session, historyOf(style));
    expect(state.ledger).toMatchObject({ kind, exists: false });
    expect(brief(state)).toEqual(style.names.map((name) => `${name} pending`));
  });

  test('knows what was recorded as applied, in a table that can be made twice', async () => {
    await using db = await arena.createDatabase();
    const history = historyOf(style);
    const state = await write(db, history, 2);
    expect(state.ledger).toMatchObject({ kind, exists: true });
    expect(brief(state)).toEqual([`${first} applied${same}`, `${second} applied${same}`, `${third} pending`]);
    expect(appliedMigrations(state)).toEqual(history.migrations.slice(0, 2));
    for (const sql of createLedger(state.ledger)) await db.session.query(sql);
  });

  test('makes a migration pending again that was taken back', async () => {
    await using db = await arena.createDatabase();
    const history = historyOf(style);
    const { ledger } = await write(db, history, 2);
    const [one, two] = history.migrations as [Migration, Migration];
    for (const { sql, values } of recordRolledBack(ledger, two, one)) await db.session.query(sql, values);
    expect(brief(await readLedger(db.session, history))).toEqual([
      `${first} applied${same}`,
      `${second} pending`,
      `${third} pending`,
    ]);
    for (const { sql, values } of recordApplied(ledger, two, { ...runFor(two), id: 'again' }))
      await db.session.query(sql, values);
    expect(brief(await readLedger(db.session, history))[1]).toBe(`${second} applied${same}`);
  });

  test('tells what the folder does not know', async () => {
    await using db = await arena.createDatabase();
    const history = historyOf(style);
    await write(db, history, 2);
    const shorter = { ...history, migrations: history.migrations.slice(0, 1) };
    const { entries } = await readLedger(db.session, shorter);
    expect(entries.map(({ migration, state }) => [migration?.name, state])).toEqual([
      [first, 'applied'],
      [undefined, 'applied'],
    ]);
  });

  if (!style.knowsText) return;

  test('knows an edited text, and takes it once it is told to', async () => {
    await using db = await arena.createDatabase();
    const history = historyOf(style);
    await write(db, history, 2);
    const edited = historyOf(style, [
      'CREATE TABLE users (id bigint);',
      ...history.migrations.slice(1).map(({ up }) => up.text),
    ]);
    // Drizzle knows an edited migration by the time in its journal.
    const migrations = edited.migrations.map((one, i) =>
      kind === 'drizzle' ? { ...one, ledgerMark: history.migrations[i]?.ledgerMark as number } : one,
    );
    const now = { ...edited, migrations };
    const state = await readLedger(db.session, now);
    expect(brief(state)[0]).toBe(`${first} applied edited`);
    const [one] = migrations as [Migration];
    for (const { sql, values } of recordText(state.ledger, one, runFor(one)))
      await db.session.query(sql, values);
    expect(brief(await readLedger(db.session, now))[0]).toBe(`${first} applied same`);
  });
});

describe.each(['prisma', 'golang-migrate', 'sqlx'] as const)('%s', (kind) => {
  test('is told of a migration that is under way, and of its end', async () => {
    await using db = await arena.createDatabase();
    const history = historyOf(styles[kind]);
    const { ledger } = await write(db, history, 1);
    const [, two] = history.migrations as [Migration, Migration];
    for (const { sql, values } of recordStart(ledger, two, runFor(two))) await db.session.query(sql, values);
    expect((await readLedger(db.session, history)).entries.map(({ state }) => state)).toEqual([
      'applied',
      'failed',
      'pending',
    ]);
    for (const { sql, values } of recordApplied(ledger, two, runFor(two), true))
      await db.session.query(sql, values);
    expect((await readLedger(db.session, history)).entries[1]?.state).toBe('applied');
  });
});

describe('Prisma', () => {
  const insert = (name: string, more: string) =>
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, rolled_back_at, logs, applied_steps_count)
     VALUES (gen_random_uuid()::text, 'x', '${name}', ${more});`;

  async function prismaDatabase(rows: string): Promise<ArenaDatabase> {
    const db = await arena.createDatabase();
    for (const sql of createLedger((await readLedger(db.session, historyOf(styles.prisma))).ledger))
      await db.session.query(sql);
    await db.session.query(rows);
    return db;
  }

  test('a failed attempt that was resolved does not count, one that was not stops everything', async () => {
    const [first, second] = numbered;
    await using db = await prismaDatabase(
      `${insert(first, "NULL, now(), 'boom', 0")} ${insert(first, 'now(), NULL, NULL, 1')} ${insert(second, "NULL, NULL, 'ERROR: boom', 0")}`,
    );
    const { entries } = await readLedger(db.session, historyOf(styles.prisma));
    expect(entries.map(({ state }) => state)).toEqual(['applied', 'failed', 'pending']);
    expect(entries[1]?.log).toBe('ERROR: boom');
  });

  test('what was marked as applied without being run is told apart', async () => {
    await using db = await prismaDatabase(insert(numbered[0], "now(), NULL, '', 0"));
    const { entries } = await readLedger(db.session, historyOf(styles.prisma));
    expect(entries[0]).toMatchObject({ state: 'applied', isOnlyRecorded: true });
  });

  test('other line ends are the same file', async () => {
    await using db = await arena.createDatabase();
    const lf = 'CREATE TABLE a (\n  id int\n);\n';
    const crlf = lf.replaceAll('\n', '\r\n');
    const style = { ...styles.prisma, names: [numbered[0]] };
    await write(db, historyOf(style, [crlf]), 1);
    expect((await readLedger(db.session, historyOf(style, [lf]))).entries[0]?.text).toBe('same');
    expect((await readLedger(db.session, historyOf(style, [crlf]))).entries[0]?.text).toBe('same');
  });

  test('the ledger is looked for where the search path leads', async () => {
    await using db = await arena.createDatabase();
    await db.session.query('CREATE SCHEMA app; SET search_path = app');
    const state = await write(db, historyOf(styles.prisma), 1);
    expect(state.ledger).toMatchObject({ schema: 'app', exists: true });
  });
});

describe('Drizzle', () => {
  test('what was merged late is out of order: the migrator itself would skip it without a word', async () => {
    await using db = await arena.createDatabase();
    const history = historyOf(styles.drizzle);
    const { ledger } = await write(db, history, 1);
    const third = history.migrations[2] as Migration;
    for (const { sql, values } of recordApplied(ledger, third, runFor(third)))
      await db.session.query(sql, values);
    expect(brief(await readLedger(db.session, history))).toEqual([
      '0000_users applied same',
      '0001_posts pending out of order',
      '0002_tags applied same',
    ]);
  });

  test('a journal with other times is known by its texts', async () => {
    await using db = await arena.createDatabase();
    const history = historyOf(styles.drizzle);
    await write(db, history, 3);
    const migrations = history.migrations.map((one) => ({ ...one, ledgerMark: 7 }));
    const { entries } = await readLedger(db.session, { ...history, migrations });
    expect(entries.map(({ state, text }) => [state, text])).toEqual(Array(3).fill(['applied', 'same']));
  });

  test('a table of another name or schema is found as the configuration names it', async () => {
    await using db = await arena.createDatabase();
    const history = { ...historyOf(styles.drizzle), ledgerTable: '"Ops".ledger' };
    const state = await write(db, history, 1);
    expect(state.ledger).toMatchObject({ schema: 'Ops', table: 'ledger', exists: true });
    expect(state.entries[0]?.state).toBe('applied');
  });

  test('names are kept where the table has a column for them', async () => {
    await using db = await arena.createDatabase();
    const history = historyOf(styles.drizzle);
    await write(db, history, 0);
    await db.session.query(
      'ALTER TABLE drizzle.__drizzle_migrations ADD name text, ADD applied_at timestamptz DEFAULT now()',
    );
    await write(db, history, 1);
    expect(await db.session.query('SELECT name FROM drizzle.__drizzle_migrations')).toEqual([
      { name: '0000_users' },
    ]);
    expect((await readLedger(db.session, history)).entries[0]?.appliedAt).toMatch(/^\d{4}-/);
  });
});

describe('Flyway', () => {
  test('a baseline stands for all versions up to its own', async () => {
    await using db = await arena.createDatabase();
    const history = historyOf(styles.flyway);
    await write(db, history, 0);
    await db.session.query(
      `INSERT INTO flyway_schema_history VALUES (1, '1.2', '<< Flyway Baseline >>', 'BASELINE', '<< Flyway Baseline >>', NULL, 'me', now(), 0, true)`,
    );
    const { entries } = await readLedger(db.session, history);
    expect(entries.map(({ state, isOnlyRecorded }) => [state, isOnlyRecorded])).toEqual([
      ['applied', true],
      ['applied', true],
      ['pending', false],
    ]);
  });

  test('a repeatable script is pending again when it was edited, and never out of order', async () => {
    await using db = await arena.createDatabase();
    const style = { ...styles.flyway, names: ['V1__users', 'R__views'] };
    const history = historyOf(style);
    await write(db, history, 2);
    expect(brief(await readLedger(db.session, history))).toEqual([
      'V1__users applied same',
      'R__views applied same',
    ]);
    const edited = historyOf(style, [history.migrations[0]?.up.text as string, 'SELECT 1']);
    expect(brief(await readLedger(db.session, edited))[1]).toBe('R__views pending');
  });

  test('a failed row is a failure, a deleted or undone one is none', async () => {
    await using db = await arena.createDatabase();
    const history = historyOf(styles.flyway);
    await write(db, history, 2);
    await db.session.query(
      `INSERT INTO flyway_schema_history VALUES (9, '1.2', 'more posts', 'UNDO_SQL', 'U', NULL, 'me', now(), 0, true),
         (10, '2', 'tags', 'SQL', 'V2.0__tags.sql', 1, 'me', now(), 0, false)`,
    );
    expect((await readLedger(db.session, history)).entries.map(({ state }) => state)).toEqual([
      'applied',
      'pending',
      'failed',
    ]);
  });
});

describe('Supabase', () => {
  test('statements that end with a comment stay apart', async () => {
    await using db = await arena.createDatabase();
    const history = historyOf({ ...styles.supabase, names: [numbered[0]] });
    const { ledger } = await write(db, history, 0);
    const statements = ['CREATE TABLE a (id int) -- first', 'CREATE TABLE b (id int)'];
    for (const { sql, values } of recordApplied(ledger, history.migrations[0] as Migration, {
      ...run,
      statements,
    }))
      await db.session.query(sql, values);
    const { entries } = await readLedger(db.session, history);
    await db.session.query(entries[0]?.appliedText as string);
    expect(await db.session.query("SELECT to_regclass('b') IS NOT NULL AS there")).toEqual([{ there: true }]);
  });

  test('comments, white space and semicolons do not make another text', async () => {
    await using db = await arena.createDatabase();
    const style = { ...styles.supabase, names: [numbered[0]] };
    const text = '-- people\nCREATE TABLE a (\n  id int -- key\n);;\n';
    await write(db, historyOf(style, ['CREATE TABLE a ( id int )']), 1);
    expect((await readLedger(db.session, historyOf(style, [text]))).entries[0]?.text).toBe('same');
    const other = await readLedger(db.session, historyOf(style, [text.replace('int', 'text')]));
    expect(other.entries[0]?.text).toBe('edited');
    expect(other.entries[0]?.appliedText).toContain('id int');
  });
});

test('the ledger of plain SQL is the one whose table is there', async () => {
  for (const kind of ['node-pg-migrate', 'golang-migrate', 'sqlx', 'diesel', 'sql-migrate'] as const) {
    await using db = await arena.createDatabase();
    const history = historyOf(styles[kind]);
    await write(db, history, 1);
    const { ledgerTable: _, ...unnamed } = history;
    expect((await readLedger(db.session, unnamed)).ledger.kind).toBe(kind);
  }
});

test('what the files tell of their runner counts where no ledger is there, and no more where one is', async () => {
  await using db = await arena.createDatabase();
  const { ledgerTable: _, ...history } = historyOf(styles.strata);
  const told = { ...history, usualLedgerTable: 'pgmigrations' };
  expect((await readLedger(db.session, told)).ledger).toMatchObject({
    kind: 'node-pg-migrate',
    exists: false,
  });
  await write(db, history, 1);
  expect((await readLedger(db.session, told)).ledger).toMatchObject({ kind: 'strata', exists: true });
});

test("Sqitch's registry is read, with changes that were reworked, and never written", async () => {
  await using db = await arena.createDatabase();
  const texts = ['SELECT 1;\n', 'SELECT 2;\n', 'SELECT 3;\n'];
  const history = {
    ...historyOf({ runner: 'plain', names: ['users@v1', 'posts', 'users'] }, texts),
    usualLedgerTable: 'sqitch.changes',
  };
  const fresh = await readLedger(db.session, history);
  expect(fresh.ledger).toMatchObject({ kind: 'sqitch', exists: false });
  expect(() => createLedger(fresh.ledger)).toThrow("Sqitch's registry is Sqitch's own");
  const hash = (text: string) => createHash('sha1').update(text).digest('hex');
  await db.session.query(`CREATE SCHEMA sqitch;
    CREATE TABLE sqitch.changes (change_id text PRIMARY KEY, script_hash text, change text NOT NULL, project text NOT NULL,
      committed_at timestamptz NOT NULL DEFAULT clock_timestamp());
    INSERT INTO sqitch.changes VALUES ('a', '${hash('SELECT 1;\n')}', 'users', 'shop'), ('x', NULL, 'other', 'blog');
    INSERT INTO sqitch.changes VALUES ('b', '${hash('SELECT 0;\n')}', 'posts', 'shop')`);
  expect(brief(await readLedger(db.session, history))).toEqual([
    'users@v1 applied same',
    'posts applied edited',
    'users pending',
  ]);
});

test('a table that is no ledger is refused by its columns', async () => {
  await using db = await arena.createDatabase();
  await db.session.query('CREATE TABLE people (id int)');
  const history = { ...historyOf(styles.drizzle), ledgerTable: 'people' };
  await expect(readLedger(db.session, history)).rejects.toThrow('people is no ledger of drizzle');
});

test('what the runners themselves wrote is known', async () => {
  await using db = await arena.createDatabase();
  const text = 'CREATE TABLE a (id int);--> statement-breakpoint\nCREATE TABLE a2 (id int);\n';
  const history = historyOf({ runner: 'drizzle', names: ['0000_a'] }, [text]);
  const [migration] = history.migrations as [Migration];
  const now = { ...history, migrations: [{ ...migration, ledgerMark: 1767225600000 }] };
  await write(db, now, 0);
  // As drizzle-orm 0.44 has written it for this file.
  await db.session.query(
    `INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
     VALUES ('9a7a5747f4301e32663289959305a9e0171cea969595708de1029a2be5e87339', 1767225600000)`,
  );
  expect(brief(await readLedger(db.session, now))).toEqual(['0000_a applied same']);
  for (const { sql, values } of recordApplied(
    (await readLedger(db.session, now)).ledger,
    now.migrations[0] as Migration,
    run,
  ))
    await db.session.query(sql, values);
  expect(
    await db.session.query('SELECT DISTINCT hash, created_at FROM drizzle.__drizzle_migrations'),
  ).toHaveLength(1);
});
