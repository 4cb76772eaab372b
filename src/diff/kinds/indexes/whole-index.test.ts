import { expect, test } from 'vitest';
import { testArena } from '../../../../test/judge/arena.ts';
import { readSchema } from '../../../catalog/read-schema.ts';
import { diffSchemas } from '../../diff.ts';
import { planChanges } from '../../plan.ts';

const { holding } = testArena();

/** The statements of a plan that arrives. */
async function sqlBetween(before: string, after: string): Promise<readonly string[]> {
  await using from = await holding(before);
  await using to = await holding(after);
  const goal = await readSchema(to.session);
  const { steps } = planChanges(await readSchema(from.session), goal);
  for (const { sql } of steps) await from.session.query(sql);
  expect(diffSchemas(await readSchema(from.session), goal)).toEqual([]);
  return steps.map(({ sql }) => sql);
}

const tree = `CREATE TABLE t (a int NOT NULL, b int NOT NULL, c text) PARTITION BY RANGE (a);
  CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (2);
  CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (2) TO (3) PARTITION BY LIST (b);
  CREATE TABLE t21 PARTITION OF t2 FOR VALUES IN (1);`;

test('an index of all partitions on every level is made by one statement, and so is a key', async () => {
  const keys = 'CREATE INDEX i ON t (b, a DESC) INCLUDE (c); ALTER TABLE t ADD PRIMARY KEY (a, b)';
  expect(await sqlBetween(tree, `${tree} ${keys}`)).toEqual([
    'ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (a, b)',
    'CREATE INDEX i ON public.t USING btree (b, a DESC) INCLUDE (c)',
  ]);
});

test('a new partition keeps the key that it is made with', async () => {
  const more = 'CREATE TABLE t3 PARTITION OF t FOR VALUES FROM (3) TO (4); ALTER TABLE t ADD UNIQUE (a, b)';
  const statements = await sqlBetween(tree, `${tree} ${more}`);
  expect(statements).toHaveLength(3);
  expect(statements[2]).toBe('ALTER TABLE public.t ADD CONSTRAINT t_a_b_key UNIQUE (a, b)');
});

test('parts of other names, of other kinds or with a comment are made one by one on their level', async () => {
  const named = `CREATE INDEX odd ON t1 (b); CREATE INDEX i ON t (b)`;
  expect((await sqlBetween(tree, `${tree} ${named}`)).filter((sql) => / ATTACH /.test(sql))).toHaveLength(2);
  const only = `CREATE INDEX i ON ONLY t (b); CREATE INDEX ON t1 (b); ALTER INDEX i ATTACH PARTITION t1_b_idx`;
  expect(await sqlBetween(tree, `${tree} ${only}`)).toContain(
    'CREATE INDEX i ON ONLY public.t USING btree (b)',
  );
  const remarked = `CREATE INDEX i ON t (b); COMMENT ON INDEX t1_b_idx IS 'one'`;
  await sqlBetween(tree, `${tree} ${remarked}`);
});
