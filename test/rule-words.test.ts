import { expect, test } from 'vitest';
import { foundBy } from './found-by.ts';

test('a column that is added to a partitioned table is said to write the table anew, by way of its partitions', async () => {
  const found = await foundBy(
    'table-rewrite',
    'none',
    `CREATE TABLE visits (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
     CREATE TABLE visits_2024 PARTITION OF visits FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');`,
    'ALTER TABLE visits ADD COLUMN dice double precision DEFAULT random();',
  );
  expect(found).toEqual([expect.stringMatching(/^002: adding `dice` .* has visits written anew/)]);
});
