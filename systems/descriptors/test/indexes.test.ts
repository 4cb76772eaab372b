import { describe, expect, test } from 'vitest';
import { testForeignKeyIndexes } from '../../shared/indexes.ts';
import { database, sqlFile } from './database.ts';

testForeignKeyIndexes({ database });

describe('an index', () => {
  test.each([
    {
      what: 'a batch',
      where: `"batchId" = '00000000-0000-4000-8000-0000000000b1'`,
      index: 'Descriptor_batchId_idx',
    },
    {
      what: 'the queue of a reviewer',
      where: `"batchStatus" = 'PENDING_REVIEW' ORDER BY "submittedAt"`,
      index: 'Descriptor_batchStatus_submittedAt_idx',
    },
    {
      what: 'a search',
      where: `(setweight(to_tsvector('english', "code"), 'A') || setweight(to_tsvector('english', "criterion"), 'B') ||
        setweight(to_tsvector('english', "score3" || ' ' || "score2" || ' ' || "score1" || ' ' || "score0"), 'C'))
        @@ websearch_to_tsquery('english', 'keyboard form')`,
      index: 'Descriptor_fts_idx',
    },
  ])('serves $what', async ({ where, index }) => {
    await using db = await database();
    const client = await db.connect();
    await client.query(sqlFile('test/fixture.sql'));
    await client.query('SET enable_seqscan = off; SET enable_sort = off');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT "code" FROM "Descriptor" WHERE ${where}`,
    );
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(`"${index}"`);
  });

  test('serves a search among quality indicators', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query('SET enable_seqscan = off');
    const { rows } = await client.query<{
      'QUERY PLAN': string;
    }>(`EXPLAIN SELECT "code" FROM "QualityIndicator"
      WHERE to_tsvector('english', "code" || ' ' || "description") @@ websearch_to_tsquery('english', 'usability')`);
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('"QualityIndicator_fts_idx"');
  });
});
