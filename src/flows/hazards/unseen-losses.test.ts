import { expect, test } from 'vitest';
import { liveServer } from '../../engine/live-server.suite.ts';
import { lossesOf } from './losses.suite.ts';

const server = liveServer();

/** The losses that a deploy is found to cause in a database that somebody else filled, by their line. */
async function lossesIn(byHand: string, files: Readonly<Record<string, string>>, applied?: string) {
  const losses = await lossesOf(server, files, byHand, applied);
  return losses.map(({ isRefused, line, message }) => [isRefused, line, message]);
}

const clean = {
  'migrations/001_clean.sql': `DROP TABLE IF EXISTS users;
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE TABLE IF NOT EXISTS teams (id int PRIMARY KEY);
ALTER TABLE teams DROP COLUMN IF EXISTS nick;
DELETE FROM teams;
DROP SCHEMA IF EXISTS old CASCADE;
ALTER TABLE IF EXISTS gone DROP COLUMN a;
DROP TABLE teams;`,
};

test('without a ledger, what is there already is old, whatever the rehearsal made of it', async () => {
  const byHand = `CREATE TABLE users (id int); INSERT INTO users VALUES (1);
CREATE TABLE teams (id int, nick text); INSERT INTO teams VALUES (1, 'a'); CREATE SCHEMA old; CREATE TABLE old.t ();
CREATE TABLE gone (a int); INSERT INTO gone VALUES (NULL);`;
  expect(await lossesIn(byHand, clean)).toEqual([
    [true, 1, 'All rows of users are lost: the table is dropped.'],
    [true, 4, 'The values of teams.nick are lost: the column is dropped.'],
    [true, 5, 'Rows of teams are deleted.'],
    [true, 6, 'All tables of old are lost: the schema is dropped.'],
    [false, 7, 'The values of gone.a are lost: the column is dropped.'],
    [true, 8, 'All rows of public.teams are lost: the table is dropped.'],
  ]);
});

test('what a rule or a trigger deletes is asked about where a statement fires it', async () => {
  const files = {
    'migrations/001_a.sql': `CREATE TABLE a (id int); CREATE TABLE log (id int); CREATE TABLE news (id int); CREATE VIEW v AS SELECT id FROM log;
CREATE RULE clear AS ON INSERT TO log DO ALSO DELETE FROM a;
CREATE RULE instead AS ON INSERT TO v DO INSTEAD (DELETE FROM news; INSERT INTO log VALUES (NEW.id));
CREATE FUNCTION shorten() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM news; RETURN NEW; END $$;
CREATE TRIGGER trims AFTER INSERT ON news EXECUTE FUNCTION shorten();`,
    'migrations/002_more.sql': `INSERT INTO log VALUES (1);
UPDATE log SET id = 2;
INSERT INTO news VALUES (1);
DO $$ BEGIN INSERT INTO v VALUES (1); END $$;
DROP RULE clear ON log; CREATE OR REPLACE FUNCTION shorten() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
INSERT INTO log VALUES (2); INSERT INTO news VALUES (2);
CREATE TABLE fresh (id int); CREATE RULE own AS ON INSERT TO fresh DO ALSO DELETE FROM fresh WHERE id < NEW.id; INSERT INTO fresh VALUES (1);`,
  };
  const byHand =
    'INSERT INTO a VALUES (1); ALTER TABLE news DISABLE TRIGGER ALL; INSERT INTO news VALUES (1)';
  expect(await lossesIn(byHand, files, '001_a')).toEqual([
    [true, 1, 'Rows of a are deleted by rule clear of log.'],
    [true, 3, 'Rows of news are deleted by trigger trims of news.'],
    [true, 4, 'Rows of news are deleted by rule instead of v.'],
  ]);
  const withoutRows = await lossesIn('', files, '001_a');
  expect(withoutRows.filter(([isRefused]) => isRefused)).toEqual([]);
});

test('in an empty database IF EXISTS destroys nothing', async () => {
  expect(await lossesIn('', clean)).toEqual([]);
});

test('what somebody made by hand, and what a block destroys only where there are rows, is asked about', async () => {
  const files = {
    'migrations/001_a.sql': 'CREATE TABLE a (id int PRIMARY KEY);',
    'migrations/002_less.sql': `DROP TABLE IF EXISTS legacy, nothing;
ALTER TABLE a DROP COLUMN IF EXISTS by_hand;
DO $$ BEGIN IF EXISTS (SELECT FROM a) THEN DELETE FROM a; TRUNCATE nothing; DROP TABLE legacy; ALTER TABLE a DROP by_hand; END IF; END $$;
SET search_path = other;
DROP TABLE IF EXISTS legacy;
DROP TABLE IF EXISTS nothing;`,
  };
  const byHand = `INSERT INTO a VALUES (1); ALTER TABLE a ADD by_hand text DEFAULT 'x';
CREATE TABLE legacy (id int); INSERT INTO legacy VALUES (1);`;
  expect(await lossesIn(byHand, files, '001_a')).toEqual([
    [true, 1, 'All rows of legacy are lost: the table is dropped.'],
    [true, 2, 'The values of a.by_hand are lost: the column is dropped.'],
    [true, 3, 'All rows of legacy are lost: the table is dropped.'],
    [true, 3, 'The values of a.by_hand are lost: the column is dropped.'],
    [true, 3, 'Rows of a are lost where this block comes to its DELETE.'],
    [true, 5, 'All rows of legacy are lost: the table is dropped.'],
  ]);
});

test('rows that a function takes away are lost also where the transaction has locked their table before', async () => {
  const files = {
    'migrations/001_a.sql': `CREATE TABLE a (id int PRIMARY KEY);
CREATE FUNCTION sweep() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM a; END $$;`,
    'migrations/002_less.sql': 'BEGIN;\nUPDATE a SET id = id;\nSELECT sweep();\nCOMMIT;',
  };
  expect(await lossesIn('INSERT INTO a VALUES (1)', files, '001_a')).toEqual([
    [true, 3, 'Rows of a are lost where this statement comes to its DELETE.'],
  ]);
});
