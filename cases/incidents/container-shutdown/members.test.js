import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from 'pgstrata/testing';
import { endServer } from './out-of-memory.js';

const project = new URL('.', import.meta.url);

test('a member is found by the service number', async (t) => {
  const db = await testDatabase({ project, test: t });
  await db.query(`INSERT INTO members (service_number) VALUES ('A-1001')`);
  if (process.env.OUT_OF_MEMORY !== undefined) await endServer(db);
  const found = await db.query(`SELECT service_number FROM members WHERE service_number = 'A-1001'`);
  assert.deepEqual(found, [{ service_number: 'A-1001' }]);
});

test('two members cannot have one service number', async (t) => {
  const db = await testDatabase({ project, test: t });
  const insert = () => db.query(`INSERT INTO members (service_number) VALUES ('A-1001')`);
  await insert();
  await assert.rejects(insert, { code: '23505' });
});
