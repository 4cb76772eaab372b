import { describe, expect, test } from 'vitest';
import { testArena } from '../../test/judge/arena.ts';
import type { Migration } from '../model/migration.ts';
import { findLookAlikes } from './find.ts';
import { brief, historyOf, runFor, send, styles, write } from './ledger.suite.ts';
import { appliedMigrations, readLedger } from './read.ts';
import { createLedger, recordApplied, recordRolledBack, recordStart, recordText } from './write.ts';

const arena = testArena();

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
    for (const sql of createLedger(state.ledger, {})) await db.session.query(sql);
  });

  test('makes a migration pending again that was taken back', async () => {
    await using db = await arena.createDatabase();
    const history = historyOf(style);
    const { ledger } = await write(db, history, 2);
    const [one, two] = history.migrations as [Migration, Migration];
    await send(db, recordRolledBack(ledger, two, one));
    expect(brief(await readLedger(db.session, history))).toEqual([
      `${first} applied${same}`,
      `${second} pending`,
      `${third} pending`,
    ]);
    await send(db, recordApplied(ledger, two, { ...runFor(two), id: 'again' }));
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
    await send(db, recordText(state.ledger, one, runFor(one), state.entries[0]?.checksum));
    expect(brief(await readLedger(db.session, now))[0]).toBe(`${first} applied same`);
  });
});

describe.each(['prisma', 'golang-migrate', 'sqlx', 'flyway'] as const)('%s', (kind) => {
  test('is told of a migration that is under way, and of its end', async () => {
    await using db = await arena.createDatabase();
    const history = historyOf(styles[kind]);
    const { ledger } = await write(db, history, 1);
    const [, two] = history.migrations as [Migration, Migration];
    await send(db, recordStart(ledger, two, runFor(two)));
    expect((await readLedger(db.session, history)).entries.map(({ state }) => state)).toEqual([
      'applied',
      'failed',
      'pending',
    ]);
    await send(db, recordApplied(ledger, two, runFor(two), true));
    expect((await readLedger(db.session, history)).entries[1]?.state).toBe('applied');
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

test('a table that is no ledger is refused by its columns', async () => {
  await using db = await arena.createDatabase();
  await db.session.query('CREATE TABLE people (id int)');
  const history = { ...historyOf(styles.drizzle), ledgerTable: 'people' };
  await expect(readLedger(db.session, history)).rejects.toThrow('people is not a ledger of drizzle');
  await write(db, historyOf(styles['golang-migrate']), 1);
  await expect(readLedger(db.session, historyOf(styles.dbmate))).rejects.toThrow(
    'public.schema_migrations is not a ledger of dbmate',
  );
});

test("in a runner's own schema a table with less in it is its ledger all the same", async () => {
  await using db = await arena.createDatabase();
  await db.session.query(`CREATE SCHEMA supabase_migrations;
    CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY);
    INSERT INTO supabase_migrations.schema_migrations VALUES ('20260101000000')`);
  const history = historyOf(styles.supabase);
  expect(brief(await write(db, history, 0))[0]).toBe('20260101000000_users applied');
  const second = history.migrations[1] as Migration;
  const { ledger } = await readLedger(db.session, history);
  await send(db, recordApplied(ledger, second, runFor(second)));
  expect(brief(await readLedger(db.session, history))[1]).toBe('20260102000000_posts applied same');
});

test('a ledger of another name, or in a schema that is not looked at, is told of', async () => {
  await using db = await arena.createDatabase();
  await db.session.query('CREATE SCHEMA "Shop"');
  const history = historyOf(styles.flyway);
  await write(db, { ...history, ledgerTable: '"Shop".done' }, 1);
  const { ledger } = await readLedger(db.session, history);
  expect(ledger.exists).toBe(false);
  expect(await findLookAlikes(db.session, ledger)).toEqual(['"Shop".done']);
});

test('a ledger that was made in the meantime is not told of as one that looks like it', async () => {
  await using db = await arena.createDatabase();
  const history = historyOf(styles.strata);
  const { ledger } = await readLedger(db.session, history);
  expect(ledger.exists).toBe(false);
  await write(db, history, 1);
  expect(await findLookAlikes(db.session, ledger)).toEqual([]);
});

test('a ledger whose rows are hidden by row security is not taken for an empty one', async () => {
  await using db = await arena.createDatabase();
  const history = historyOf(styles.prisma);
  await write(db, history, 1);
  await db.session.query(
    'ALTER TABLE _prisma_migrations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; CREATE ROLE short; GRANT SELECT ON _prisma_migrations TO short; SET ROLE short',
  );
  await expect(readLedger(db.session, history)).rejects.toThrow(
    'row security of public._prisma_migrations may hide what was applied from this role',
  );
  await db.session.query('RESET ROLE; DROP OWNED BY short; DROP ROLE short');
});

test('its schema is made by whoever may, and not asked for where it is there', async () => {
  await using db = await arena.createDatabase();
  await db.session.query('CREATE ROLE maker; CREATE SCHEMA strata AUTHORIZATION maker; SET ROLE maker');
  expect((await write(db, historyOf(styles.strata), 1)).entries[0]?.state).toBe('applied');
  await db.session.query('RESET ROLE; DROP OWNED BY maker; DROP ROLE maker');
});
