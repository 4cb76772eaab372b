import { expect, test } from 'vitest';
import type { Database } from '../engine/engine.ts';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import { deploy, historyOf, states } from './deploy.suite.ts';

const server = liveServer();

/** A database whose deployer may act for another role, which has no right to the ledger. */
async function withRole(role: string): Promise<Database> {
  const database = await server.createDatabase();
  const [deployer] = await ask<{ name: string }>(database, 'SELECT current_user::text AS name');
  await using session = await database.connect('superuser', { guarded: false });
  await session.query(
    `CREATE ROLE ${role}; GRANT ${role} TO ${deployer?.name}; GRANT CREATE, USAGE ON SCHEMA public TO ${role}`,
  );
  return database;
}

const ownedBy = async (database: Database, role: string) =>
  await ask<{ name: string }>(
    database,
    `SELECT relname AS name FROM pg_class WHERE relowner = '${role}'::regrole AND relkind = 'r' ORDER BY 1`,
  );

const named = (...names: readonly string[]) => names.map((name) => ({ name }));

test('a role that a migration takes is its own until its end, over all its transactions', async () => {
  const database = await withRole('keeper');
  const history = historyOf('plain', [
    `SET ROLE keeper;
CREATE TABLE x (id int);
CREATE INDEX CONCURRENTLY xi ON x (id);
BEGIN;
CREATE TABLE y (id int);
COMMIT;
CREATE TABLE z (id int);`,
    'CREATE TABLE next (id int)',
  ]);
  expect((await deploy(database, history)).failure).toBeUndefined();
  expect(await ownedBy(database, 'keeper')).toEqual(named('x', 'y', 'z'));
  expect(await states(database, history)).toEqual(['applied', 'applied']);
});

test('it is taken again where a run goes on', async () => {
  const database = await withRole('resumer');
  const history = historyOf('plain', [
    'SET ROLE resumer;\nCREATE TABLE x (n int);\nCOMMIT;\nINSERT INTO missing VALUES (1);\nCREATE TABLE y (n int);',
  ]);
  expect((await deploy(database, history)).failure?.error.code).toBe('42P01');
  await ask(database, 'CREATE TABLE missing (n int); GRANT INSERT ON missing TO resumer');
  expect((await deploy(database, history)).failure).toBeUndefined();
  expect(await ownedBy(database, 'resumer')).toEqual(named('x', 'y'));
});

test.each([
  ['SET LOCAL ROLE', 'SET LOCAL ROLE local_keeper'],
  ['set_config', "SELECT set_config('role', 'local_keeper', true)"],
  ['a DO block', "DO $$ BEGIN EXECUTE 'SET LOCAL ROLE local_keeper'; END $$"],
])('the ledger is written in the role of the connection, whatever was taken by %s', async (what, sql) => {
  const role = `local_${what.toLowerCase().replaceAll(/\W/g, '_')}`;
  const database = await withRole(role);
  const text = sql.replace('local_keeper', role);
  const history = historyOf('prisma', [
    `${text}; CREATE TABLE x (id int);`,
    `BEGIN; ${text}; CREATE TABLE y (id int); COMMIT;`,
    `SET ROLE ${role}; BEGIN; CREATE TABLE z (id int); ROLLBACK;`,
  ]);
  expect((await deploy(database, history)).failure).toBeUndefined();
  expect(await states(database, history)).toEqual(['applied', 'applied', 'applied']);
  expect(await ownedBy(database, role)).toEqual(named('x', 'y'));
});

test('migrations that share a transaction do not share their roles', async () => {
  const database = await withRole('drizzler');
  const history = historyOf('drizzle', [
    'SET LOCAL ROLE drizzler; CREATE TABLE x (id int)',
    'CREATE TABLE y (id int)',
  ]);
  expect((await deploy(database, history)).failure).toBeUndefined();
  expect(await ownedBy(database, 'drizzler')).toEqual(named('x'));
});
