import { describe, expect, test } from 'vitest';
import { database, refusal, sqlFile } from './database.ts';

const fixture = sqlFile('test/fixture.sql');

/** What each row of a table has to say. */
const required = {
  User: ['email', 'name', 'role', 'createdAt', 'updatedAt'],
  Skill: ['code', 'name', 'createdAt', 'updatedAt'],
  QualityIndicator: ['code', 'description', 'reviewStatus', 'createdAt', 'updatedAt'],
  WSOSSection: ['skillId', 'number', 'title', 'weight', 'createdAt', 'updatedAt'],
  Descriptor: [
    'code',
    'criterion',
    'score3',
    'score2',
    'score1',
    'score0',
    'category',
    'skillId',
    'createdAt',
    'updatedAt',
  ],
} as const;

describe.each(Object.entries(required))('%s', (table, columns) => {
  test.each(columns)('says its %s', async (column) => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const row = `"id" = (SELECT "id" FROM "${table}" ${table === 'Descriptor' ? imported : ''} LIMIT 1)`;
    const sql = `UPDATE "${table}" SET "${column}" = NULL WHERE ${row}`;
    expect(await refusal(client, sql)).toMatchObject({ code: '23502' });
  });

  test('has an id that no other has', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const copy = `INSERT INTO "${table}" SELECT * FROM "${table}" ${table === 'Descriptor' ? imported : ''} LIMIT 1`;
    expect(await refusal(client, copy)).toMatchObject({ code: '23505', constraint: `${table}_pkey` });
  });
});

/** Descriptors that have a status may not change as they like. */
const imported = 'WHERE "batchStatus" IS NULL';
