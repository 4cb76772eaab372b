import { describe, expect, test } from 'vitest';
import { database, refusal, sqlFile } from './database.ts';

const fixture = sqlFile('test/fixture.sql');
const states = {
  imported: null,
  draft: 'DRAFT',
  pending: 'PENDING_REVIEW',
  approved: 'APPROVED',
  returned: 'RETURNED',
};
const legalMoves = [
  'DRAFT to PENDING_REVIEW',
  'PENDING_REVIEW to APPROVED',
  'PENDING_REVIEW to RETURNED',
  'RETURNED to PENDING_REVIEW',
];
const moves = Object.entries(states).flatMap(([code, from]) =>
  Object.values(states)
    .filter((to) => to !== from)
    .map((to) => ({ code, to, name: `${from ?? 'imported'} to ${to ?? 'imported'}` })),
);

const moveTo = (status: string | null) => `"batchStatus" = ${status === null ? 'NULL' : `'${status}'`},
  "batchId" = '00000000-0000-4000-8000-0000000000b2', "submittedAt" = now(),
  "wsosSectionId" = '00000000-0000-4000-8000-000000000171',
  "reviewerId" = '00000000-0000-4000-8000-000000000003', "reviewedAt" = now(), "reviewComment" = 'Read twice.'`;

describe('a status moves', () => {
  test.each(moves)('$name: only where the workflow allows it', async ({ code, to, name }) => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const answer = await refusal(client, `UPDATE "Descriptor" SET ${moveTo(to)} WHERE "code" = '${code}'`);
    if (legalMoves.includes(name)) {
      expect(answer).toBeUndefined();
    } else {
      expect(answer).toMatchObject({ code: 'MD001', message: `descriptor ${code} cannot move from ${name}` });
    }
  });

  test('once when two reviewers decide at the same time', async () => {
    await using db = await database();
    const [first, second] = [await db.connect(), await db.connect()];
    await first.query(fixture);
    await first.query('BEGIN');
    await first.query(`UPDATE "Descriptor" SET ${moveTo('APPROVED')} WHERE "code" = 'pending'`);
    const late = refusal(second, `UPDATE "Descriptor" SET ${moveTo('RETURNED')} WHERE "code" = 'pending'`);
    await first.query('COMMIT');
    expect(await late).toMatchObject({ code: 'MD001' });
  });
});

describe('text', () => {
  test('of a returned descriptor can be edited and submitted again', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const edit = `UPDATE "Descriptor" SET "score3" = 'Tab, Enter and Escape.', ${moveTo('PENDING_REVIEW')} WHERE "code" = 'returned'`;
    expect(await refusal(client, edit)).toBeUndefined();
  });

  test('of an approved descriptor stays, while its quality indicator may be set', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const set = `UPDATE "Descriptor" SET "qualityIndicatorId" = NULL WHERE "code" = 'approved'`;
    expect(await refusal(client, set)).toBeUndefined();
  });
});

describe('the weights of a skill', () => {
  const addTen = (number: number) => `INSERT INTO "WSOSSection" ("skillId", "number", "title", "weight")
    VALUES ('00000000-0000-4000-8000-000000000017', ${number}, 'Testing', 10)`;

  test('may reach 100 and change places in one statement', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    expect(await refusal(client, addTen(3))).toBeUndefined();
    const swap = `UPDATE "WSOSSection" SET "weight" = CASE "number" WHEN 1 THEN 30 WHEN 2 THEN 60 ELSE 10 END
      WHERE "skillId" = '00000000-0000-4000-8000-000000000017'`;
    expect(await refusal(client, swap)).toBeUndefined();
  });

  test.each([
    { isolation: 'READ COMMITTED', code: 'MD003' },
    { isolation: 'REPEATABLE READ', code: '40001' },
  ])(
    'do not pass 100 when two people add a section at once under $isolation',
    async ({ isolation, code }) => {
      await using db = await database();
      const [first, second] = [await db.connect(), await db.connect()];
      await first.query(fixture);
      for (const client of [first, second]) {
        await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
        await client.query('SELECT sum("weight") FROM "WSOSSection"');
      }
      await first.query(addTen(3));
      const late = refusal(second, addTen(4));
      await first.query('COMMIT');
      expect(await late).toMatchObject({ code });
    },
  );

  test('are refused with the skill and the sum in the message', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const answer = await refusal(client, `UPDATE "WSOSSection" SET "weight" = 75.5 WHERE "title" = 'Layout'`);
    expect(answer?.message).toBe(
      'the sections of skill 17 weigh 105.50 percent together, which is more than 100',
    );
  });
});
