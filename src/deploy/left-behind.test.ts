import { expect, test } from 'vitest';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import { deploy, historyOf } from './deploy.suite.ts';

const server = liveServer();

test('what is told of a migration that stopped is what is there, and where the next run goes on', async () => {
  const database = await server.databaseWith('CREATE TABLE a (n int); INSERT INTO a VALUES (1)');
  const history = historyOf('plain', [
    `CREATE INDEX CONCURRENTLY i ON a (n);
BEGIN;
CREATE TABLE b (n int);
UPDATE a SET n = 1 / (n - 1);
COMMIT;`,
  ]);
  const { failure } = await deploy(database, history);
  expect(failure).toMatchObject({
    statement: { number: 4 },
    left: expect.stringMatching(
      /^Statement 1 took effect and stays\. Statements [23] to 5 share a transaction and were rolled back: the next run goes on at statement [23] \(line [23]\)\.$/,
    ),
  });
  expect(await ask(database, "SELECT to_regclass('b') AS b")).toEqual([{ b: null }]);
  await ask(database, 'UPDATE a SET n = 3');
  expect((await deploy(database, history)).failure).toBeUndefined();
});

test('of a first statement outside of a transaction nothing is said to have come before', async () => {
  const database = await server.databaseWith(
    'CREATE TABLE a (n int); INSERT INTO a VALUES (1), (1); CREATE PROCEDURE p() LANGUAGE plpgsql AS $$BEGIN COMMIT; PERFORM 1/0; END$$',
  );
  const index = historyOf('plain', ['CREATE UNIQUE INDEX CONCURRENTLY i ON a (n);\nSELECT 1;']);
  expect((await deploy(database, index)).failure?.left).toBe(
    'Statement 1 did not take effect: the next run goes on at statement 1 (line 1).',
  );
  await ask(database, 'DROP SCHEMA strata CASCADE');
  expect((await deploy(database, historyOf('plain', ['CALL p();']))).failure?.left).toBe(
    'Statement 1 may have committed a part of its work: the next run asks.',
  );
});
