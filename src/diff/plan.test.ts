import { expect, test } from 'vitest';
import { testArena } from '../../test/judge/arena.ts';
import { readSchema } from '../catalog/read-schema.ts';
import type { Plan } from '../model/plan.ts';
import { countQuery } from '../model/question.ts';
import type { Fact, Schema } from '../model/schema.ts';
import { splitStatements } from '../sql/split.ts';
import { batches } from './batches.ts';
import { diffSchemas } from './diff.ts';
import { type PlanOptions, planChanges } from './plan.ts';
import { writeSteps } from './write-steps.ts';

const { holding } = testArena();

/** Plans, runs every step by itself and checks that nothing differs any more. */
async function planned(before: string, after: string, options?: PlanOptions): Promise<Plan> {
  await using from = await holding(before);
  await using to = await holding(after);
  const goal = await readSchema(to.session);
  const plan = planChanges(await readSchema(from.session), goal, options);
  for (const { sql } of plan.steps) {
    const { error } = await from.session.run(sql);
    if (error !== undefined) throw new Error(`${error.message} IN ${sql}`);
  }
  expect(diffSchemas(await readSchema(from.session), goal)).toEqual([]);
  return plan;
}

const sqlOf = ({ steps }: Plan) => steps.map(({ sql }) => sql);
const hazardsOf = ({ steps }: Plan) => steps.flatMap(({ hazards }) => hazards.map(({ kind }) => kind));

test('a table is made with its columns, defaults and constraints in one statement', async () => {
  const plan = await planned(
    '',
    'CREATE TABLE t (id int PRIMARY KEY, n int DEFAULT 1 NOT NULL CHECK (n > 0))',
  );
  expect(plan.steps).toHaveLength(1);
  expect(hazardsOf(plan)).toEqual([]);
});

test('tables that refer to each other are made first and connected afterwards', async () => {
  const plan = await planned(
    '',
    `CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
     ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b`,
  );
  expect(sqlOf(plan).map((sql) => sql.split(' ', 2).join(' '))).toEqual([
    'CREATE TABLE',
    'CREATE TABLE',
    'ALTER TABLE',
    'ALTER TABLE',
  ]);
});

test('views and functions that call each other, two by two, are sketched and completed', async () => {
  const pair = (n: number) => `CREATE VIEW v${n} AS SELECT 1 AS a;
    CREATE FUNCTION f${n}() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a FROM v${n}; END;
    CREATE OR REPLACE VIEW v${n} AS SELECT 1 AS a WHERE f${n}() IS NULL`;
  const plan = await planned('', [1, 2, 3].map(pair).join(';'));
  expect(sqlOf(plan).filter((sql) => sql.startsWith('CREATE'))).toHaveLength(9);
});

test('tables that refer to each other can be dropped', async () => {
  await planned(
    `CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
     ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b`,
    '',
  );
});

test('views above a column that changes its type come back with their grants and comments', async () => {
  const views = `CREATE VIEW v AS SELECT n FROM t; CREATE VIEW w AS SELECT n + 1 AS m FROM v;
    GRANT SELECT ON w TO PUBLIC; COMMENT ON COLUMN w.m IS 'one more'`;
  const plan = await planned(`CREATE TABLE t (n int); ${views}`, `CREATE TABLE t (n bigint); ${views}`);
  expect(sqlOf(plan).slice(0, 3)).toEqual([
    'DROP VIEW public.w',
    'DROP VIEW public.v',
    'ALTER TABLE public.t ALTER COLUMN n TYPE bigint',
  ]);
});

test('comments and privileges on a column stay while it gets another type', async () => {
  const remarks = `COMMENT ON COLUMN t.a IS 'a number'; GRANT SELECT (a) ON t TO PUBLIC`;
  const plan = await planned(`CREATE TABLE t (a text); ${remarks}`, `CREATE TABLE t (a int); ${remarks}`);
  expect(sqlOf(plan)).toEqual(['ALTER TABLE public.t ALTER COLUMN a TYPE integer USING a::integer']);
});

test('a dropped table is a loss that counts its rows', async () => {
  const plan = await planned('CREATE TABLE t (id int)', '');
  expect(plan.steps[0]?.hazards[0]).toEqual({
    kind: 'destroys-data',
    message: 'All rows of public.t are lost.',
    question: { from: { table: 'public.t' } },
  });
});

test('a foreign key says how to count the rows that it refuses', async () => {
  const tables = 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int)';
  const plan = await planned(tables, `${tables}; ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a`);
  const [mayFail] = plan.steps.flatMap(({ hazards }) => hazards.filter(({ kind }) => kind === 'may-fail'));
  expect(mayFail?.question?.where).toContain(
    'NOT EXISTS (SELECT FROM public.a AS parent WHERE parent.id = child.a)',
  );
  expect(hazardsOf(plan)).toContain('blocks-writes');
});

test('a value that the same plan mentions is committed before', async () => {
  const plan = await planned(
    `CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (m mood)`,
    `CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (m mood DEFAULT 'ok')`,
  );
  expect(plan.steps[0]).toMatchObject({ transaction: 'commits' });
});

test('online, indexes are built concurrently and constraints validated afterwards', async () => {
  const plan = await planned(
    'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE t (id int, n int, a int CONSTRAINT t_id_is_set NOT NULL)',
    `CREATE TABLE a (id int PRIMARY KEY);
     CREATE TABLE t (id int NOT NULL UNIQUE, n int CHECK (n > 0), a int CONSTRAINT t_id_is_set NOT NULL REFERENCES a); CREATE INDEX t_n ON t (n)`,
    { online: true },
  );
  expect(sqlOf(plan).sort()).toEqual([
    'ALTER TABLE public.t ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES public.a(id) NOT VALID',
    'ALTER TABLE public.t ADD CONSTRAINT t_id_is_set1 CHECK (id IS NOT NULL) NOT VALID',
    'ALTER TABLE public.t ADD CONSTRAINT t_id_key UNIQUE USING INDEX t_id_key',
    'ALTER TABLE public.t ADD CONSTRAINT t_n_check CHECK ((n > 0)) NOT VALID',
    'ALTER TABLE public.t ALTER COLUMN id SET NOT NULL',
    'ALTER TABLE public.t DROP CONSTRAINT t_id_is_set1',
    'ALTER TABLE public.t VALIDATE CONSTRAINT t_a_fkey',
    'ALTER TABLE public.t VALIDATE CONSTRAINT t_id_is_set1',
    'ALTER TABLE public.t VALIDATE CONSTRAINT t_n_check',
    'CREATE INDEX CONCURRENTLY t_n ON public.t USING btree (n)',
    'CREATE UNIQUE INDEX CONCURRENTLY t_id_key ON public.t (id)',
  ]);
});

test('a column that becomes an identity goes on counting behind its rows, and so does one that gets a sequence', async () => {
  const rows = `INSERT INTO "Odd t" VALUES (1), (7), (40)`;
  const forms = {
    plain: 'CREATE TABLE "Odd t" ("Id" int PRIMARY KEY)',
    identity: 'CREATE TABLE "Odd t" ("Id" int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)',
    serial: 'CREATE TABLE "Odd t" ("Id" serial PRIMARY KEY)',
  };
  for (const [before, after] of [
    ['plain', 'identity'],
    ['serial', 'identity'],
    ['plain', 'serial'],
    ['identity', 'serial'],
  ] as const) {
    await using from = await holding(`${forms[before]}; ${rows}`);
    await using to = await holding(forms[after]);
    for (const { sql } of planChanges(await readSchema(from.session), await readSchema(to.session)).steps)
      await from.session.query(sql);
    const [row] = await from.session.query('INSERT INTO "Odd t" DEFAULT VALUES RETURNING "Id"');
    expect(row, `${before} to ${after}`).toEqual({ Id: 41 });
  }
});

test('a new sequence begins where it says, behind rows that it would have given out, in either direction', async () => {
  const next = async (options: string, rows: string) => {
    await using from = await holding(`CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES ${rows}`);
    await using to = await holding(
      `CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY (${options}) PRIMARY KEY)`,
    );
    for (const { sql } of planChanges(await readSchema(from.session), await readSchema(to.session)).steps)
      await from.session.query(sql);
    return (await from.session.query<{ id: number }>('INSERT INTO t DEFAULT VALUES RETURNING id'))[0]?.id;
  };
  expect(await next('START WITH 100', '(5)')).toBe(100);
  expect(await next('START WITH 100', '(5), (120)')).toBe(121);
  expect(await next('INCREMENT BY -1', '(-7), (-9)')).toBe(-10);
});

test('a sequence that goes, starts anew or has to fit new bounds is told to lose its count', async () => {
  const told = async (before: string, after: string) =>
    (await planned(before, after)).steps.flatMap(({ hazards }) => hazards.map(({ message }) => message));
  const forgotten = (name: string) => `public.${name} loses its current value.`;
  expect(
    await told(
      'CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)',
      'CREATE TABLE t (id int PRIMARY KEY)',
    ),
  ).toEqual([forgotten('t_id_seq')]);
  const sequence = (bounds: string) => `CREATE SEQUENCE s ${bounds}`;
  expect(await told(sequence('MAXVALUE 9'), sequence('MINVALUE 10'))).toEqual([forgotten('s')]);
  expect(await told(sequence('MAXVALUE 9'), sequence('MAXVALUE 8'))).toEqual([
    'Where public.s has counted beyond its new bounds, it goes on at the nearest.',
  ]);
  expect(await told(sequence('MAXVALUE 9'), sequence('MAXVALUE 10'))).toEqual([]);
  const identity = (bounds: string) => `CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY (${bounds}))`;
  expect(await told(identity('MAXVALUE 9'), identity('MINVALUE 10'))).toEqual([forgotten('t_id_seq')]);
  expect(await told(identity('MAXVALUE 9'), identity('MAXVALUE 8'))).toEqual([
    'Where public.t_id_seq has counted beyond its new bounds, it goes on at the nearest.',
  ]);
});

test('a sequence that begins behind the rows of a table tells that its owner may not see them all', async () => {
  const told = async (rows: string, made: string) => {
    const table = (id: string) => `${id}; ALTER TABLE t ${rows} ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`;
    const steps = (await planned(table('CREATE TABLE t (id int NOT NULL)'), table(made))).steps;
    return steps.flatMap(({ hazards }) =>
      hazards.flatMap(({ kind, message }) => (kind === 'irreversible' ? message : [])),
    );
  };
  const said =
    'Where public.t.id begins to count is read from the rows that the policies of public.t show to its owner: values of others may be given out again.';
  const identity = 'CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY)';
  expect(await told('ENABLE', identity)).toEqual([said]);
  expect(await told('ENABLE', 'CREATE TABLE t (id serial)')).toEqual([said]);
  expect(await told('DISABLE', identity)).toEqual([]);
});

test('a new type that only widens cannot fail; one that narrows says how to count what does not fit', async () => {
  const wider = await planned(
    'CREATE TABLE t (a int, b varchar(5))',
    'CREATE TABLE t (a bigint, b varchar(9))',
  );
  expect(hazardsOf(wider)).toEqual(['rewrites', 'blocks-reads', 'blocks-reads']);
  const narrower = await planned('CREATE TABLE t (a numeric(9, 3))', 'CREATE TABLE t (a numeric(6, 1))');
  expect(hazardsOf(narrower)).toEqual(['destroys-data', 'may-fail', 'rewrites', 'blocks-reads']);
  const question = narrower.steps[0]?.hazards.find(({ kind }) => kind === 'may-fail')?.question;
  await using database = await holding(
    'CREATE TABLE t (a numeric(9, 3)); INSERT INTO t VALUES (1.5), (123456.5), (NULL)',
  );
  expect(await database.session.query(countQuery(question!))).toEqual([{ count: 1 }]);
});

test('a domain over another type says what becomes of the values in its columns', async () => {
  const narrower = await planned(
    'CREATE DOMAIN d AS numeric; CREATE TABLE t (a d)',
    'CREATE DOMAIN d AS numeric(5, 2); CREATE TABLE t (a d)',
  );
  const [first] = narrower.steps.filter(({ object }) => object === 'column:public.t.a');
  expect(first?.hazards.map(({ message }) => message)).toEqual([
    'The values of public.t.a are rounded to 2 decimals.',
    'A value of public.t.a may not fit numeric(5,2).',
    'Giving public.t.a the new public.d writes all of public.t anew.',
    'ACCESS EXCLUSIVE lock on public.t: nobody reads or writes it while it is written anew.',
  ]);
});

test('online, a new type that rewrites comes with the way around it', async () => {
  const before = 'CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL DEFAULT 1); CREATE INDEX t_a ON t (a)';
  const plan = await planned(before, before.replace('a int', 'a bigint'), { online: true });
  const outline = plan.steps.find((step) => step.outline !== undefined)?.outline ?? [];
  expect(outline).toEqual([
    'To change public.t.a while public.t stays in use, over several deploys instead of the next statement:',
    '1. ALTER TABLE public.t ADD COLUMN a_next bigint;',
    `2. CREATE FUNCTION t_a_next() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.a_next := NEW.a; RETURN NEW; END';`,
    '   CREATE TRIGGER t_a_next BEFORE INSERT OR UPDATE ON public.t FOR EACH ROW EXECUTE FUNCTION t_a_next();',
    '3. In batches, each its own transaction: UPDATE public.t SET a = a WHERE id BETWEEN $1 AND $2;',
    '4. On a_next, what a has: NOT NULL, its default, public.t_a (indexes CONCURRENTLY, constraints NOT VALID first).',
    '5. In one transaction: DROP TRIGGER t_a_next ON public.t; DROP FUNCTION t_a_next();',
    '   ALTER TABLE public.t DROP COLUMN a; ALTER TABLE public.t RENAME COLUMN a_next TO a;',
  ]);
});

test('what is given to another role waits until that role may create in the schema', async () => {
  const role = `do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;`;
  const plan = await planned(
    `${role} CREATE SCHEMA shop; CREATE TABLE shop.old (a int)`,
    `${role} CREATE SCHEMA shop; GRANT CREATE ON SCHEMA shop TO case_owner;
     CREATE TABLE shop.old (a int); ALTER TABLE shop.old OWNER TO case_owner;
     CREATE TABLE shop.new (a int); ALTER TABLE shop.new OWNER TO case_owner`,
  );
  expect(sqlOf(plan)).toEqual([
    'GRANT CREATE ON SCHEMA shop TO case_owner',
    'CREATE TABLE shop.new (\n  a integer\n)',
    'ALTER TABLE shop.new OWNER TO case_owner',
    'ALTER TABLE shop.old OWNER TO case_owner',
  ]);
});

test('online, a partition leaves concurrently where there is no default partition', async () => {
  const tables = `CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1);`;
  const left = 'CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t_1 (a int);';
  const rest = 'CREATE TABLE t_rest PARTITION OF t DEFAULT;';
  const online = { online: true };
  expect(sqlOf(await planned(tables, left, online))).toEqual([
    'ALTER TABLE public.t DETACH PARTITION public.t_1 CONCURRENTLY',
    'ALTER TABLE public.t_1 DROP CONSTRAINT IF EXISTS t_1_a_check',
  ]);
  const deep = `CREATE TABLE p (a int, "B, c" text) PARTITION BY LIST (a); CREATE TABLE q PARTITION OF p FOR VALUES IN (1) PARTITION BY RANGE ("B, c" COLLATE "C");`;
  const last = 'CREATE TABLE r PARTITION OF q FOR VALUES FROM (MINVALUE) TO (MAXVALUE)';
  expect(sqlOf(await planned(deep + last, `${deep} CREATE TABLE r (a int, "B, c" text)`, online))).toEqual([
    'ALTER TABLE public.q DETACH PARTITION public.r CONCURRENTLY',
    'ALTER TABLE public.r DROP CONSTRAINT IF EXISTS r_check',
  ]);
  expect(sqlOf(await planned(tables + rest, left + rest, online))).toEqual([
    'ALTER TABLE public.t DETACH PARTITION public.t_1',
  ]);
  const apart = `CREATE TABLE p (a int, "B, c" text) PARTITION BY LIST (a); CREATE TABLE q (a int, "B, c" text) PARTITION BY RANGE ("B, c" COLLATE "C"); CREATE TABLE r (a int, "B, c" text)`;
  const both = sqlOf(await planned(deep + last, apart, online));
  expect(both).toContain('ALTER TABLE public.q DETACH PARTITION public.r');
});

test('online, a partition that moves is detached as the table that it leaves allows', async () => {
  const tables = `CREATE TABLE a (i int, j int) PARTITION BY LIST (i); CREATE TABLE b (i int, j int) PARTITION BY LIST (j);
    CREATE TABLE b_rest PARTITION OF b DEFAULT;`;
  const [inA, inB] = ['a', 'b'].map((of) => `${tables} CREATE TABLE p PARTITION OF ${of} FOR VALUES IN (1)`);
  expect(sqlOf(await planned(inA!, inB!, { online: true })).slice(0, 2)).toEqual([
    'ALTER TABLE public.a DETACH PARTITION public.p CONCURRENTLY',
    'ALTER TABLE public.p DROP CONSTRAINT IF EXISTS p_i_check',
  ]);
  expect(sqlOf(await planned(inB!, inA!, { online: true }))[0]).toBe(
    'ALTER TABLE public.b DETACH PARTITION public.p',
  );
});

test('online, a partition that comes back leaves in the transaction that brings it back, so that its rows are always seen', async () => {
  const tree = (end: number) => `CREATE TABLE t (a int) PARTITION BY RANGE (a);
    CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (1) TO (${end}); CREATE TABLE t_2 PARTITION OF t FOR VALUES FROM (${end}) TO (9)`;
  const { steps } = await planned(tree(7), tree(5), { online: true });
  expect(steps[0]?.sql).toBe('ALTER TABLE public.t DETACH PARTITION public.t_1');
  expect(steps[0]?.hazards[0]?.message).toBe(
    'ACCESS EXCLUSIVE lock on public.t: nobody reads or writes it while the partition leaves and comes back.',
  );
  expect(new Set(steps.map(({ transaction }) => transaction))).toEqual(new Set(['together']));
});

test('rows of a partition that is dropped are in sight again by the end of the transaction in which it leaves', async () => {
  const tree = (...parts: readonly string[]) =>
    `CREATE TABLE t (a int) PARTITION BY LIST (a); ${parts.map((part) => `CREATE TABLE t_${part} PARTITION OF t FOR VALUES IN (${part});`).join('')}`;
  const { steps } = await planned(
    tree('1', '2'),
    `${tree('1')} CREATE TABLE t_3 PARTITION OF t FOR VALUES IN (2, 3)`,
    {
      online: true,
    },
  );
  expect(steps.map(({ sql }) => sql.split('\n')[0])).toEqual([
    'ALTER TABLE public.t DETACH PARTITION public.t_2',
    'CREATE TABLE public.t_3 (',
    'ALTER TABLE ONLY public.t ATTACH PARTITION public.t_3 FOR VALUES IN (2, 3)',
    'INSERT INTO public.t (a)',
    'DROP TABLE public.t_2',
  ]);
  expect(new Set(steps.map(({ transaction }) => transaction))).toEqual(new Set(['together']));
});

test('rows of a partition are lost, and told to be, where another cannot come before it is gone', async () => {
  const whole = 'CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE INDEX t_a ON t (a);';
  const plan = await planned(
    `${whole} CREATE TABLE gone PARTITION OF t FOR VALUES IN (1)`,
    `${whole} CREATE TABLE taker (a int); CREATE INDEX gone ON taker (a); ALTER TABLE t ATTACH PARTITION taker FOR VALUES IN (1)`,
  );
  expect(hazardsOf(plan)).toContain('destroys-data');
});

test('online, the index that becomes a key is built with the storage of that key', async () => {
  const plan = await planned(
    'CREATE TABLE t (a int NOT NULL)',
    'CREATE TABLE t (a int NOT NULL, CONSTRAINT k UNIQUE (a) WITH (fillfactor = 80) DEFERRABLE)',
    { online: true },
  );
  expect(sqlOf(plan)).toEqual([
    "CREATE UNIQUE INDEX CONCURRENTLY k ON public.t (a) WITH (fillfactor='80')",
    'ALTER TABLE public.t ADD CONSTRAINT k UNIQUE USING INDEX k DEFERRABLE',
  ]);
});

test('online, an index or key that changes guards its rows until the new one takes its place', async () => {
  const table = (key: string, index: string, type = 'int') =>
    `CREATE TABLE t (a ${type} NOT NULL, b int NOT NULL, CONSTRAINT k ${key}, CONSTRAINT l UNIQUE (b));
     CREATE UNIQUE INDEX u ON t (a)${index};`;
  const online = { online: true };
  const before = table('PRIMARY KEY (a)', '');
  const { steps } = await planned(before, table('PRIMARY KEY (a, b)', ' INCLUDE (b)'), online);
  expect(batches(steps).map((batch) => batch.map(({ sql }) => sql))).toEqual([
    ['CREATE UNIQUE INDEX CONCURRENTLY k_replaced ON public.t (a, b)'],
    [
      'ALTER TABLE public.t DROP CONSTRAINT k',
      'ALTER TABLE public.t ADD CONSTRAINT k PRIMARY KEY USING INDEX k_replaced',
    ],
    ['CREATE UNIQUE INDEX CONCURRENTLY u_replaced ON public.t USING btree (a) INCLUDE (b)'],
    ['DROP INDEX public.u', 'ALTER INDEX public.u_replaced RENAME TO u'],
  ]);
  expect(steps[3]?.hazards.map(({ kind }) => kind)).toEqual(['scans', 'may-fail']);
  // What has to be gone before something else is done goes first all the same.
  const others = [
    table('UNIQUE (a)', ' WHERE b > 0', 'bigint'),
    before.replace('k PRIMARY KEY', 'k UNIQUE').replace('l UNIQUE', 'l PRIMARY KEY'),
  ];
  const reference = 'CREATE TABLE r (b int REFERENCES t (b));';
  const traded = before.replace('KEY (a)', 'KEY (b)').replace('UNIQUE (b)', 'UNIQUE (a)');
  await planned(before + reference, traded + reference, online);
  for (const other of others)
    expect(sqlOf(await planned(before, other, online)).filter((sql) => /[ku]_replaced/.test(sql))).toEqual(
      [],
    );
});

test('online, a comment on what the constraint of a partitioned table makes in a partition waits for it', async () => {
  const tables = `CREATE TABLE t (r int4range) PARTITION BY LIST (r);
    CREATE TABLE t_1 PARTITION OF t FOR VALUES IN ('[1,2)');`;
  const more = `ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING gist (r WITH =);
    COMMENT ON CONSTRAINT t_1_r_excl ON t_1 IS 'a part'`;
  expect((await planned(tables, `${tables} ${more}`, { online: true })).steps).toHaveLength(2);
});

test('an index that leaves its whole says which tables wait while the others are built again', async () => {
  const tables = `CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1);
    CREATE TABLE t_2 PARTITION OF t FOR VALUES IN (2);`;
  const plan = await planned(
    `${tables} CREATE INDEX t_a ON t (a)`,
    `${tables} CREATE INDEX t_a ON ONLY t (a); CREATE INDEX t_1_a_idx ON t_1 (a); CREATE INDEX t_2_a_idx ON t_2 (a);
     ALTER INDEX t_a ATTACH PARTITION t_2_a_idx`,
  );
  const waits = plan.steps.flatMap(({ hazards }) => hazards.map(({ message }) => message));
  expect(waits).toEqual([
    'SHARE lock on public.t_1: nobody writes it while public.t_1_a_idx is built.',
    'SHARE lock on public.t_2: nobody writes it while public.t_2_a_idx is built.',
  ]);
});

test('what a child keeps is dropped from its parent only, with the rows that the child has', async () => {
  const plan = await planned(
    `CREATE TABLE a (x int, y int CONSTRAINT there NOT NULL, z int, CONSTRAINT k CHECK (y > 0));
     CREATE TABLE b () INHERITS (a); CREATE TABLE c () INHERITS (b); CREATE TABLE d () INHERITS (a)`,
    `CREATE TABLE a (x int, z int); CREATE TABLE b (y int CONSTRAINT there NOT NULL, CONSTRAINT k CHECK (y > 0)) INHERITS (a);
     CREATE TABLE c () INHERITS (b); CREATE TABLE d () INHERITS (a)`,
  );
  expect(sqlOf(plan)).toEqual([
    'ALTER TABLE ONLY public.a DROP CONSTRAINT k',
    'ALTER TABLE ONLY public.a ALTER COLUMN y DROP NOT NULL',
    'ALTER TABLE ONLY public.a DROP COLUMN y',
    'ALTER TABLE public.d DROP COLUMN y',
  ]);
});

test('a child keeps a column that one parent leaves to it while the other loses it', async () => {
  const plan = await planned(
    'CREATE TABLE a (id int, n int); CREATE TABLE b (id int, n int); CREATE TABLE c () INHERITS (a, b)',
    'CREATE TABLE a (id int, n int); CREATE TABLE b (id int); CREATE TABLE c (n int) INHERITS (b)',
  );
  expect(sqlOf(plan)).toContain('ALTER TABLE ONLY public.b DROP COLUMN n');
});

test('a value is added before anything goes, since others see what is committed; one transaction replaces the type', async () => {
  const schema = (labels: string, label: string) =>
    `CREATE TYPE e AS ENUM (${labels}); CREATE TABLE t (a e); CREATE VIEW v AS SELECT a FROM t WHERE a = '${label}'`;
  const [before, after] = [schema("'x', 'z'", 'x'), schema("'x', 'y', 'z'", 'y')];
  expect(sqlOf(await planned(before, after))[0]).toBe("ALTER TYPE public.e ADD VALUE 'y' AFTER 'x'");
  const together = await planned(before, after, { isOneTransaction: true });
  expect(together.steps.every(({ transaction }) => transaction === 'together')).toBe(true);
});

test('online, what had to go for a moment is back before indexes are built and rows are read', async () => {
  const more = 'CREATE INDEX i ON t (a); ALTER TABLE t ADD CHECK (a > 0)';
  const plan = await planned(
    'CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; GRANT SELECT ON v TO PUBLIC',
    `CREATE TABLE t (a bigint); CREATE VIEW v AS SELECT a FROM t; GRANT SELECT ON v TO PUBLIC; ${more}`,
    { online: true },
  );
  expect(sqlOf(plan).map((sql) => sql.split(' ', 2).join(' '))).toEqual([
    'DROP VIEW',
    'ALTER TABLE',
    'CREATE VIEW',
    'GRANT SELECT',
    'ALTER TABLE',
    'ALTER TABLE',
    'CREATE INDEX',
  ]);
});

test('online, a table that is made anew has its indexes and constraints when it is committed', async () => {
  const rules =
    'CREATE UNIQUE INDEX u ON t (id, at); CREATE INDEX i ON t (at); ALTER TABLE t ADD CHECK (id > 0)';
  await using from = await holding(
    'CREATE TABLE t (id int, at date) PARTITION BY RANGE (at); CREATE TABLE p PARTITION OF t DEFAULT',
  );
  await using to = await holding(`CREATE TABLE t (id int, at date); ${rules}`);
  const goal = await readSchema(to.session);
  const plan = planChanges(await readSchema(from.session), goal, { online: true });
  expect(plan.steps.filter(({ transaction }) => transaction !== 'together')).toEqual([]);
  await from.session.query(['BEGIN', ...sqlOf(plan), 'COMMIT'].join(';\n'));
  expect(diffSchemas(await readSchema(from.session), goal)).toEqual([]);
});

test('written SQL runs a statement at a time, and what is refused half-way loses no rows', async () => {
  const rows = 'INSERT INTO t VALUES (1, 1), (NULL, 1)';
  await using from = await holding(`CREATE TABLE t (id int, k int); ${rows}`);
  await using to = await holding(
    'CREATE TABLE t (id int NOT NULL, k int) PARTITION BY LIST (k); CREATE TABLE t1 PARTITION OF t DEFAULT',
  );
  const plan = planChanges(await readSchema(from.session), await readSchema(to.session));
  const text = writeSteps(plan.steps);
  const refusals: unknown[] = [];
  // As psql goes on behind an error.
  for (const { start, end } of splitStatements(text).statements)
    refusals.push((await from.session.run(text.slice(start, end))).error?.code);
  expect(refusals.find((code) => code !== undefined)).toBe('23502');
  expect(await from.session.query('SELECT id FROM t ORDER BY id')).toEqual([{ id: 1 }, { id: null }]);
});

test('a grant is taken away after what is read by it was made', async () => {
  const schema = (type: string) => `CREATE TABLE t (id int PRIMARY KEY, v ${type});
    CREATE VIEW v AS SELECT id, v FROM t; CREATE MATERIALIZED VIEW m AS SELECT v FROM v;
    DO $$ BEGIN CREATE ROLE case_reader; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
    ALTER VIEW v OWNER TO case_reader`;
  const plan = await planned(`${schema('text')}; GRANT SELECT ON t TO case_reader`, schema('int'));
  expect(sqlOf(plan).at(-1)).toBe('REVOKE SELECT ON TABLE public.t FROM case_reader');
});

/** The Schema with this table, and all that is its own, once for each number below `count`. */
function repeated(schema: Schema, table: string, count: number): Schema {
  const facts = [...schema.facts.values()];
  const text = JSON.stringify(facts.filter(({ name }) => name.includes(table)));
  const copies = Array.from({ length: count }, (_, i): Fact[] =>
    JSON.parse(text.replaceAll(table, table + i)),
  );
  const all = [...facts.filter(({ name }) => !name.includes(table)), ...copies.flat()];
  return {
    ...schema,
    facts: new Map(all.sort((a, b) => (a.id < b.id ? -1 : 1)).map((fact) => [fact.id, fact])),
  };
}

test('a plan for a parent of two thousand children does not ask all of them for each', async () => {
  const child = 'CREATE TABLE child () INHERITS (parent)';
  await using from = await holding(
    `CREATE TABLE parent (id int NOT NULL, n int CHECK (n > 1), d date); ${child}`,
  );
  await using to = await holding(`CREATE TABLE parent (id int, n int CHECK (n > 0)); ${child}`);
  const was = repeated(await readSchema(from.session), 'child', 2000);
  const is = repeated(await readSchema(to.session), 'child', 2000);
  const before = process.cpuUsage();
  expect(planChanges(was, is).steps).toHaveLength(4);
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(20);
});

/** The SQL between two Schemas of handmade facts. */
function sqlBetweenFacts(before: readonly Fact[], after: readonly Fact[]): readonly string[] {
  const [from, to] = [before, after].map(
    (facts): Schema => ({
      serverVersion: 180004,
      facts: new Map(facts.map((one) => [one.id, one])),
      notModelled: [],
    }),
  );
  return sqlOf(planChanges(from!, to!));
}

test('of a role only what has changed is said', () => {
  const role = (definition: Fact['definition']): Fact => ({
    id: 'role:r',
    kind: 'role',
    name: 'r',
    definition,
    dependsOn: [],
    goesWith: [],
  });
  const limited = role({ attributes: ['LOGIN'], connections: 5, validUntil: '2030-01-01' });
  const plain = role({ attributes: ['LOGIN'] });
  expect(sqlBetweenFacts([plain], [role({ attributes: ['CREATEDB'] })])).toEqual([
    'ALTER ROLE r NOLOGIN CREATEDB',
  ]);
  expect(sqlBetweenFacts([plain], [limited])).toEqual([
    "ALTER ROLE r CONNECTION LIMIT 5 VALID UNTIL '2030-01-01'",
  ]);
  expect(sqlBetweenFacts([limited], [plain])).toEqual([
    "ALTER ROLE r CONNECTION LIMIT -1 VALID UNTIL 'infinity'",
  ]);
});

test('an index is put into a tablespace before its condition, whatever its expressions say', () => {
  const index: Fact = {
    id: 'index:public.i',
    kind: 'index',
    name: 'public.i',
    parent: 'table:public.t',
    definition: {
      on: 'public.t',
      method: `btree (replace(q, ' WHERE '::text, ''::text)) WITH (fillfactor='70') WHERE (q <> ' WHERE '::text)`,
      tablespace: 'fast',
    },
    dependsOn: [],
    goesWith: [],
  };
  expect(sqlBetweenFacts([], [index])).toEqual([
    `CREATE INDEX i ON public.t USING btree (replace(q, ' WHERE '::text, ''::text)) WITH (fillfactor='70') TABLESPACE fast WHERE (q <> ' WHERE '::text)`,
  ]);
});
