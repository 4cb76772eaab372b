import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type ArenaDatabase, testArena } from '../../test/judge/arena.ts';
import type { Migration } from '../model/migration.ts';
import { brief, historyOf, numbered, run, runFor, send, styles, write } from './ledger.suite.ts';
import { readLedger } from './read.ts';
import {
  createLedger,
  recordApplied,
  recordRolledBack,
  recordSquashed,
  recordStart,
  recordText,
} from './write.ts';

const arena = testArena();

describe('Prisma', () => {
  const insert = (name: string, more: string) =>
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, rolled_back_at, logs, applied_steps_count)
     VALUES (gen_random_uuid()::text, 'x', '${name}', ${more});`;

  async function prismaDatabase(rows: string): Promise<ArenaDatabase> {
    const db = await arena.createDatabase();
    for (const sql of createLedger((await readLedger(db.session, historyOf(styles.prisma))).ledger, {}))
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
    await send(db, recordApplied(ledger, third, runFor(third)));
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

  test('what was edited has its own row, though the journal gives another one its time', async () => {
    await using db = await arena.createDatabase();
    const texts = ['CREATE TABLE users (id int);\n', 'CREATE TABLE posts (id int);\n', 'SELECT 1;\n'];
    const asSeen = (all: readonly string[]) => {
      const history = historyOf(styles.drizzle, all);
      return { ...history, migrations: history.migrations.map((one) => ({ ...one, ledgerMark: 7 })) };
    };
    await write(db, asSeen(texts), 3);
    const seen = asSeen([texts[0] as string, 'CREATE TABLE posts (id bigint);\n', texts[2] as string]);
    const { ledger, entries } = await readLedger(db.session, seen);
    const [, posts] = seen.migrations as [Migration, Migration];
    await send(db, recordText(ledger, posts, runFor(posts), entries[1]?.checksum));
    expect(brief(await readLedger(db.session, seen))).toEqual(
      seen.migrations.map(({ name }) => `${name} applied same`),
    );
  });

  test.each([
    ['the same text', (one: Migration) => one],
    ['the same text and a renumbered journal', (one: Migration) => ({ ...one, ledgerMark: 7 })],
    [
      'the same time',
      (one: Migration) => ({ ...one, ledgerMark: 9, hash: one.name, up: { ...one.up, text: one.name } }),
    ],
    ['the same text and time, in a table with names', (one: Migration) => ({ ...one, ledgerMark: 9 })],
  ])('what is taken back loses its own row, and no other of %s', async (title, asSeen) => {
    await using db = await arena.createDatabase();
    const same = 'UPDATE users SET id = id * 2;\n';
    const history = historyOf(styles.drizzle, ['CREATE TABLE users (id int);\n', same, same]);
    const isAtOnce = title.includes('time');
    const written = {
      ...history,
      migrations: isAtOnce ? history.migrations.map(asSeen) : history.migrations,
    };
    if (title.endsWith('names')) {
      await write(db, written, 0);
      await db.session.query('ALTER TABLE drizzle.__drizzle_migrations ADD name text');
    }
    const { ledger } = await write(db, written, 3);
    const seen = { ...history, migrations: history.migrations.map(asSeen) };
    const [, second, third] = seen.migrations as [Migration, Migration, Migration];
    await send(db, recordRolledBack(ledger, third, second));
    expect(brief(await readLedger(db.session, seen))).toEqual([
      '0000_users applied same',
      '0001_posts applied same',
      '0002_tags pending',
    ]);
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

  test('a migration that is taken back leaves the mark of a baseline', async () => {
    await using db = await arena.createDatabase();
    const history = historyOf(styles.flyway);
    const { ledger } = await write(db, history, 0);
    await db.session.query(
      `INSERT INTO flyway_schema_history VALUES (1, '1.2', '<< Flyway Baseline >>', 'BASELINE', '<< Flyway Baseline >>', NULL, 'me', now(), 0, true)`,
    );
    const [first, second] = history.migrations as [Migration, Migration];
    await send(db, recordApplied(ledger, second, runFor(second)));
    await send(db, recordRolledBack(ledger, second, first));
    expect(await db.session.query('SELECT type FROM flyway_schema_history')).toEqual([{ type: 'BASELINE' }]);
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
    await db.session.query('UPDATE flyway_schema_history SET success = false WHERE installed_rank = 9');
    expect((await readLedger(db.session, history)).entries[1]).toMatchObject({
      state: 'failed',
      text: 'unknown',
      log: 'What failed was its undo, U.',
    });
  });
});

describe('Flyway, on its own ways', () => {
  const row = (rank: number, version: string | null, type: string, script: string, success = true) =>
    `(${rank}, ${version === null ? 'NULL' : `'${version}'`}, '${script.replace(/^.*__|\.sql$/g, '')}', '${type}', '${script}', 1, 'me', now(), 0, ${success})`;
  async function flywayDatabase(names: readonly string[], ...rows: readonly string[]) {
    const db = await arena.createDatabase();
    const history = historyOf({ ...styles.flyway, names });
    const { ledger } = await write(db, history, 0);
    if (rows.length > 0)
      await db.session.query(`INSERT INTO flyway_schema_history VALUES ${rows.join(', ')}`);
    return {
      db,
      history,
      ledger: { ...ledger, exists: true },
      [Symbol.asyncDispose]: db[Symbol.asyncDispose],
    };
  }

  test('a baseline script stands for what a database has applied one by one', async () => {
    const rows = [row(1, '1', 'SQL', 'V1__a.sql'), row(2, '2', 'SQL', 'V2__b.sql')];
    await using at = await flywayDatabase(['B2__all', 'V3__c'], ...rows);
    expect(brief(await readLedger(at.db.session, at.history))).toEqual(['B2__all applied', 'V3__c pending']);
  });

  test('a database on the way to a baseline script is for Flyway to bring there', async () => {
    await using at = await flywayDatabase(['B2__all', 'V3__c'], row(1, '1', 'SQL', 'V1__a.sql'));
    await expect(readLedger(at.db.session, at.history)).rejects.toThrow('at version 1, on its way to 2');
  });

  test('a baseline script that ran, and one below the mark of a baseline, count as applied', async () => {
    await using ran = await flywayDatabase(['B2__all', 'V3__c'], row(1, '2', 'SQL_BASELINE', 'B2__all.sql'));
    expect(brief(await readLedger(ran.db.session, ran.history))[0]).toBe('B2__all applied edited');
    await using marked = await flywayDatabase(
      ['B2__all', 'V3__c'],
      row(1, '3', 'BASELINE', '<< Flyway Baseline >>'),
    );
    expect(brief(await readLedger(marked.db.session, marked.history))).toEqual([
      'B2__all applied',
      'V3__c applied',
    ]);
  });

  test('a migration under way is written down as Flyway does with a failed one, and gone once it is applied', async () => {
    const names = ['V1__a', 'R__views'];
    await using at = await flywayDatabase(names);
    const rows = () =>
      at.db.session.query('SELECT script, success FROM flyway_schema_history ORDER BY installed_rank');
    for (const migration of at.history.migrations) {
      await send(at.db, recordStart(at.ledger, migration, runFor(migration)));
      await send(at.db, recordStart(at.ledger, migration, runFor(migration)));
    }
    expect(await rows()).toEqual(names.map((name) => ({ script: `${name}.sql`, success: false })));
    for (const migration of at.history.migrations)
      await send(at.db, recordApplied(at.ledger, migration, runFor(migration)));
    expect(await rows()).toEqual(names.map((name) => ({ script: `${name}.sql`, success: true })));
  });

  test('a version is the same however it is spelled, and what no file is left of is called by its script', async () => {
    await using at = await flywayDatabase(
      ['V1__a'],
      row(1, '01.0', 'SQL', 'V01_0__a.sql'),
      row(2, '2', 'SQL', 'V2__b.sql'),
    );
    const { entries } = await readLedger(at.db.session, at.history);
    expect(entries.map(({ name, state }) => `${name} ${state}`)).toEqual(['V1__a applied', 'V2__b applied']);
    await send(at.db, recordRolledBack(at.ledger, at.history.migrations[0] as Migration, undefined));
    expect(brief(await readLedger(at.db.session, at.history))[0]).toBe('V1__a pending');
  });
});

describe('golang-migrate', () => {
  test.each([
    ['3, false', ['applied', 'applied', 'applied']],
    ['2, true', ['applied', 'failed', 'pending']],
    // Left by the down of the first one, when it failed.
    ['-1, true', ['failed', 'pending', 'pending']],
  ])('a version and its mark, %s, tell of all', async (row, states) => {
    await using db = await arena.createDatabase();
    const history = historyOf(styles['golang-migrate']);
    await write(db, history, 0);
    await db.session.query(`INSERT INTO schema_migrations VALUES (${row})`);
    expect((await readLedger(db.session, history)).entries.map(({ state }) => state)).toEqual(states);
  });
});

describe('a baseline in the place of what it was made of', () => {
  test.each(['goose', 'golang-migrate', 'node-pg-migrate'] as const)(
    'keeps the order of %s',
    async (kind) => {
      await using db = await arena.createDatabase();
      const style = styles[kind];
      const history = historyOf(style);
      const { ledger } = await write(db, history, 3);
      const baseline = historyOf({ ...style, names: [style.names[1].replace('posts', 'baseline')] })
        .migrations[0] as Migration;
      await send(db, recordSquashed(ledger, history.migrations.slice(0, 2), baseline, runFor(baseline)));
      const after = { ...history, migrations: [baseline, history.migrations[2] as Migration] };
      expect(brief(await readLedger(db.session, after)).map((line) => line.split(' ')[1])).toEqual([
        'applied',
        'applied',
      ]);
      const newest = {
        goose: 'SELECT version_id::text AS at FROM goose_db_version ORDER BY id DESC LIMIT 1',
        'golang-migrate': 'SELECT version::text AS at FROM schema_migrations',
        'node-pg-migrate': 'SELECT name AS at FROM pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1',
      }[kind];
      expect(await db.session.query(newest)).toEqual([
        { at: kind === 'node-pg-migrate' ? style.names[2] : '3' },
      ]);
    },
  );
});

test('a ledger that is named in other letters is not taken for none', async () => {
  await using db = await arena.createDatabase();
  await db.session.query('CREATE TABLE "SCHEMA_VERSION" (id int)');
  const named = { ...historyOf(styles.flyway), ledgerTable: 'SCHEMA_VERSION' };
  await expect(readLedger(db.session, named)).rejects.toMatchObject({
    code: 'config',
    hint: expect.stringContaining(`ledger: 'public."SCHEMA_VERSION"'`),
  });
});

describe('Supabase', () => {
  test('statements that end with a comment stay apart', async () => {
    await using db = await arena.createDatabase();
    const history = historyOf({ ...styles.supabase, names: [numbered[0]] });
    const { ledger } = await write(db, history, 0);
    const statements = ['CREATE TABLE a (id int) -- first', 'CREATE TABLE b (id int)'];
    await send(
      db,
      recordApplied(ledger, history.migrations[0] as Migration, {
        ...run,
        statements,
      }),
    );
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

test("Sqitch's registry is read, with changes that were reworked, and never written", async () => {
  await using db = await arena.createDatabase();
  const texts = ['SELECT 1;\n', 'SELECT 2;\n', 'SELECT 3;\n'];
  const history = {
    ...historyOf({ runner: 'plain', names: ['users@v1', 'posts', 'users'] }, texts),
    usualLedgerTable: 'sqitch.changes',
  };
  const fresh = await readLedger(db.session, history);
  expect(fresh.ledger).toMatchObject({ kind: 'sqitch', exists: false });
  expect(() => createLedger(fresh.ledger, {})).toThrow("Sqitch's registry is Sqitch's own");
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
  await send(
    db,
    recordApplied((await readLedger(db.session, now)).ledger, now.migrations[0] as Migration, run),
  );
  expect(
    await db.session.query('SELECT DISTINCT hash, created_at FROM drizzle.__drizzle_migrations'),
  ).toHaveLength(1);
});
