import { expect, test } from 'vitest';
import { hazardTeller } from '../../../../test/judge/told.ts';

const told = hazardTeller();

test('rows that hold a removed label are counted where they stand, in arrays too', async () => {
  const said = await told(
    `CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE t (x e, y e[])`,
    `CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (x e, y e[])`,
    `INSERT INTO t VALUES ('a', '{a,c}'), ('b', '{a}'), ('c', '{b,c}'), (NULL, NULL)`,
  );
  expect(said.filter(([kind]) => kind === 'may-fail')).toEqual([
    ['may-fail', `Rows of public.t that hold 'b', 'c' in x have no place in public.e.`, 2],
    ['may-fail', `Rows of public.t that hold 'b', 'c' in y have no place in public.e[].`, 2],
  ]);
});

test('labels that only change places fit everywhere; text that becomes an enum may not', async () => {
  const reordered = await told(
    `CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e)`,
    `CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE t (x e)`,
  );
  expect(reordered.map(([kind]) => kind)).toEqual(['rewrites', 'blocks-reads']);
  const fresh = await told(
    'CREATE TABLE t (x text)',
    `CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e)`,
    `INSERT INTO t VALUES ('a'), ('z'), (NULL)`,
  );
  expect(fresh[0]).toEqual(['may-fail', 'A value of public.t.x may not fit public.e.', 1]);
});

test('values that a new type silently changes are told of and counted, also in rows', async () => {
  const columns =
    'a timestamptz, b time, c interval, d numeric(9, 4), e smallint, f inet, g text, h text, i text';
  const said = await told(
    `CREATE TYPE pair AS (x numeric, y text); CREATE TABLE t (${columns}, j json, k int, l pair)`,
    `CREATE TYPE pair AS (x int, y text);
     CREATE TABLE t (a timestamptz(0), b time(0), c interval day to hour, d numeric(9, 1), e numeric(5, -1), f cidr, g name,
       h date, i numeric(9, 1), j jsonb, k boolean, l pair)`,
    `INSERT INTO t VALUES
       ('2025-01-01 10:00:00.7', '10:00:00.7', '1 day 03:30', 1.25, 15, '10.0.0.1/8', repeat('x', 70), '2025-01-01 10:00', '1.25',
        '{"a":"\\u0000"}', 7, (1.5, 'a')),
       ('2025-01-01 10:00:00', '10:00', '1 day 03:00', 1.2, 10, '10.0.0.0/8', 'x', '2025-01-01', '1.20', '{"a":{"b":1,"b":2}}', 1, (1, 'b'))`,
  );
  expect(said.filter(([kind]) => kind === 'destroys-data')).toEqual([
    ['destroys-data', 'Values of x in rows of public.pair are rounded to whole numbers.'],
    ['destroys-data', 'The values of public.t.a are rounded to whole seconds.', 1],
    ['destroys-data', 'The values of public.t.b are rounded to whole seconds.', 1],
    ['destroys-data', 'The values of public.t.c only keep what interval day to hour holds.', 1],
    ['destroys-data', 'The values of public.t.d are rounded to 1 decimal.', 1],
    ['destroys-data', 'The values of public.t.e are rounded to multiples of 10.', 1],
    ['destroys-data', 'The values of public.t.f lose what is right of their netmask.', 1],
    ['destroys-data', 'The values of public.t.g are cut to 63 bytes.', 1],
    ['destroys-data', 'The values of public.t.h lose their time of day.', 1],
    ['destroys-data', 'The values of public.t.i are rounded to 1 decimal.', 1],
    ['destroys-data', 'The values of public.t.j keep only the last of keys that are repeated.', 1],
    ['destroys-data', 'The values of public.t.k only keep whether they are 0.', 1],
  ]);
  expect(said).toContainEqual(['may-fail', 'A value of public.t.j may not fit jsonb.', 1]);
});

test('keys that stay while values become equal are told of, with the values that do', async () => {
  const collation = `CREATE EXTENSION citext; CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`;
  const said = await told(
    `${collation}; CREATE TABLE t (id numeric PRIMARY KEY, a text, b text UNIQUE, c text UNIQUE, d timestamptz, UNIQUE (a, d));
     CREATE UNIQUE INDEX i ON t (lower(c), c)`,
    `${collation}; CREATE TABLE t (id int PRIMARY KEY, a text, b text COLLATE ci UNIQUE, c citext UNIQUE, d date, UNIQUE (a, d));
     CREATE UNIQUE INDEX i ON t (lower(c), c)`,
    `INSERT INTO t VALUES (1, 'a', 'x', 'x', '2025-01-01 10:00'), (1.1, 'a', 'X', 'X', '2025-01-01 11:00'),
       (2, 'a', NULL, NULL, '2025-01-02'), (3, 'b', NULL, NULL, '2025-01-02')`,
  );
  const equal = (name: string, column: string) =>
    `Rows of public.t may violate ${name}: values of ${column} that differ may become equal.`;
  expect(said.filter(([, message]) => message.endsWith('may become equal.'))).toEqual([
    ['may-fail', equal('t_pkey', 'id'), 1],
    ['may-fail', equal('t_b_key', 'b'), 1],
    ['may-fail', equal('t_c_key', 'c'), 1],
    ['may-fail', equal('t_a_d_key', 'd'), 1],
  ]);
  const long =
    'ACCESS EXCLUSIVE lock on public.t: nobody reads or writes it while its indexes are built anew.';
  expect(said.filter(([, message]) => message === long)).toHaveLength(2);
});

test('keys that are made anew over values of another type are asked for what is equal in that type', async () => {
  const table = (a: string, b: string, c: string) =>
    `CREATE TABLE t (a ${a} UNIQUE, b ${b}, c ${c}, d int, UNIQUE NULLS NOT DISTINCT (b, d)); CREATE UNIQUE INDEX i ON t (c DESC)`;
  const said = await told(
    table('text', 'text', 'text'),
    table('int', 'uuid', 'numeric(4,1)'),
    `INSERT INTO t VALUES ('1', '{A0EEBC999C0B4EF8BB6D6BB9BD380A11}', '1.01', 1), ('01', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '1', 1),
       ('x', 'x', 'x', 1), ('2', NULL, NULL, NULL), (NULL, NULL, NULL, 7)`,
  );
  expect(said.filter(([, message]) => message.includes('may violate'))).toEqual([
    ['may-fail', 'Rows of public.t may violate t_a_key.', 1],
    ['may-fail', 'Rows of public.t may violate t_b_d_key.', 1],
    ['may-fail', 'Rows of public.t may violate public.i.', 1],
  ]);
});

test('a virtual column that becomes a plain one loses what it computed, a stored one does not', async () => {
  const table = (b: string, c: string) => `CREATE TABLE t (a int, b int ${b}, c int ${c})`;
  const [virtual, stored] = ['VIRTUAL', 'STORED'].map((kind) => `GENERATED ALWAYS AS (a + 1) ${kind}`);
  expect(await told(table(virtual!, stored!), table('', ''), 'INSERT INTO t VALUES (1), (NULL)')).toEqual([
    ['destroys-data', 'The values that public.t.b computes are not in the column that takes its place.', 1],
  ]);
});

test('a new column whose default is asked for every row writes its table anew', async () => {
  const functions = ['VOLATILE', 'STABLE'].map(
    (kind) => `CREATE FUNCTION ${kind.toLowerCase()}_one() RETURNS int LANGUAGE sql ${kind} AS 'SELECT 1'`,
  );
  const table = `${functions.join('; ')}; CREATE TABLE t (id int`;
  const said = await told(
    `${table})`,
    `${table}, a int DEFAULT volatile_one(), b int DEFAULT stable_one(), c text DEFAULT timeofday(), d int DEFAULT 1)`,
  );
  expect(said.map(([, message]) => message).filter((message) => message.startsWith('Filling'))).toEqual([
    'Filling public.t.a writes all of public.t anew.',
    'Filling public.t.c writes all of public.t anew.',
  ]);
});

test('where a new column is filled by UPDATE, the triggers that see every row are named', async () => {
  const table = (columns: string) => `CREATE TABLE t (${columns}); CREATE TABLE holder (t t);
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.at := now(); RETURN NEW; END';
    CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
    CREATE TRIGGER other BEFORE UPDATE OF id ON t FOR EACH ROW EXECUTE FUNCTION f()`;
  const plain = 'id int, at timestamptz';
  expect(
    await told(table(plain), table(`${plain}, n int DEFAULT 5`), 'INSERT INTO t VALUES (1), (2)'),
  ).toEqual([
    [
      'destroys-data',
      'Every row of public.t is updated, and what its triggers do then happens to all of them: touch.',
      2,
    ],
    ['rewrites', 'Filling public.t.n updates every row of public.t.'],
    ['blocks-writes', 'Rows of public.t are locked until the plan is committed.'],
  ]);
});

test('rows that refer to those of a partition are counted where it leaves, unless the key goes first', async () => {
  const tree = (parts: string, key = 'FOREIGN KEY (x, y) REFERENCES t') => `
    CREATE TABLE t (a int, b int, PRIMARY KEY (a, b)) PARTITION BY LIST (b); CREATE TABLE t1 ${parts}
    CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2); CREATE TABLE r (x int, y int${key === '' ? '' : `, ${key}`})`;
  const inside = tree('PARTITION OF t FOR VALUES IN (1);');
  const outside = '(a int, b int, PRIMARY KEY (a, b));';
  const rows = 'INSERT INTO t VALUES (1, 1), (1, 2); INSERT INTO r VALUES (1, 1), (1, 1), (1, 2), (NULL, 1)';
  const holds = 'Rows of public.r that refer to rows of public.t1 by r_x_y_fkey do not let it go.';
  expect((await told(inside, tree(outside), rows))[0]).toEqual(['may-fail', holds, 2]);
  const gone = await told(inside, tree(outside, ''), rows);
  expect(gone.filter(([kind]) => kind === 'may-fail')).toEqual([]);
});

test('values of a range over another type may have no place in it, unless that only widens', async () => {
  const using = (subtype: string) =>
    `CREATE TYPE span AS RANGE (SUBTYPE = ${subtype}); CREATE TABLE t (a span, b span[])`;
  const said = async (was: string, is: string) =>
    (await told(using(was), using(is)))
      .map(([, message]) => message)
      .filter((message) => message.startsWith('Values inside'));
  expect(await said('numeric', 'integer')).toEqual(
    ['a', 'b'].map((column) => `Values inside of public.t.${column} may have no place in public.span.`),
  );
  expect(await said('integer', 'bigint')).toEqual([]);
});

test('times that get a zone are told to get that of the session', async () => {
  const said = await told(
    'CREATE TABLE t (a timestamp, b date, c tsrange[], d time, e text)',
    'CREATE TABLE t (a timestamptz, b timestamptz, c tstzrange[], d timetz, e timestamptz)',
  );
  const taken = 'are taken to be of the time zone that the session has which runs this.';
  expect(said.filter(([kind]) => kind === 'irreversible').map(([, message]) => message)).toEqual([
    ...['a', 'b', 'c', 'd'].map((column) => `The values of public.t.${column} ${taken}`),
    `Values of public.t.e that name no time zone ${taken}`,
  ]);
});

test('what was computed by a function that changes is told of', async () => {
  const using = (body: string) =>
    `CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql AS '${body}';
     CREATE TABLE t (a int, b int GENERATED ALWAYS AS (f(a)) STORED); CREATE INDEX t_f_idx ON t (f(a))`;
  expect(await told(using('SELECT $1'), using('SELECT -$1'))).toEqual([
    [
      'breaks-code',
      'public.t.b holds what public.f(integer) returned before, until its rows are written again.',
    ],
    [
      'breaks-code',
      'public.t_f_idx holds what public.f(integer) returned before: queries may miss rows until REINDEX INDEX public.t_f_idx.',
    ],
  ]);
});

test('rows that do not belong into a partition are counted, but nothing is told where it only comes back', async () => {
  const joining = await told(
    'CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t1 (a int)',
    'CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)',
    'INSERT INTO t1 VALUES (1), (2), (NULL)',
  );
  expect(joining[0]).toEqual(['may-fail', 'Rows of public.t1 may not belong there.', 2]);
  const tree = (type: string, values = "'a'") =>
    `CREATE TABLE t (a ${type}) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (${values})`;
  const retyped = await told(tree('varchar(5)'), tree('varchar(9)'));
  expect(retyped.filter(([kind]) => kind === 'may-fail')).toEqual([]);
  const narrower = await told(tree('text', "'a', 'b'"), tree('text'), "INSERT INTO t VALUES ('a'), ('b')");
  expect(narrower).toContainEqual(['may-fail', 'Rows of public.t1 may not belong there.', 1]);
  const rest = `${tree('text')}; CREATE TABLE rest PARTITION OF t DEFAULT`;
  const split = `${rest}; CREATE TABLE t2 PARTITION OF t FOR VALUES IN ('b')`;
  expect(await told(rest, split, "INSERT INTO t VALUES ('a'), ('b'), ('c')")).toEqual([
    ['scans', 'All rows of public.rest are read: those that belong to public.t2 are moved there.', 1],
    ['blocks-reads', 'ACCESS EXCLUSIVE lock on public.rest: nobody reads or writes it while they are read.'],
    ['scans', 'All rows of public.rest are read to see that none belongs to public.t2.'],
  ]);
});

test('rows are not moved where something would change them on their way, or go with them', async () => {
  const rest = `CREATE TABLE t (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE rest PARTITION OF t DEFAULT;
    CREATE TABLE others (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`;
  const stay = 'Rows of public.rest may belong to public.t2: then they have to leave it first.';
  for (const [what, isMoved] of [
    ['CREATE TRIGGER x BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()', false],
    ['CREATE TRIGGER x BEFORE DELETE ON rest FOR EACH ROW EXECUTE FUNCTION f()', false],
    ['CREATE RULE x AS ON INSERT TO t DO ALSO DELETE FROM others', false],
    ['ALTER TABLE others ADD FOREIGN KEY (a) REFERENCES t ON DELETE CASCADE', false],
    ['CREATE TRIGGER x BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f()', true],
    ['CREATE TRIGGER x AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()', true],
    ['CREATE TRIGGER x AFTER DELETE ON t EXECUTE FUNCTION f()', true],
    ['CREATE TRIGGER x AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()', false],
    ['CREATE TRIGGER x AFTER INSERT OR DELETE ON rest EXECUTE FUNCTION f()', false],
    ['ALTER TABLE rest ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', false],
  ] as const) {
    const before = `${rest}; ${what}`;
    const said = await told(before, `${before}; CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2)`);
    expect(
      said.some(([, message]) => message === stay),
      what,
    ).toBe(!isMoved);
  }
});

test('rows of a partition that goes are told to move where others take over its bounds, and to be lost where none does', async () => {
  const whole = 'CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);';
  const part = (name: string, first: number, last: number, more = '') =>
    `CREATE TABLE ${name} PARTITION OF t FOR VALUES FROM (${first}) TO (${last}) ${more};`;
  const two = `${whole} ${part('t1', 0, 10)} ${part('t2', 10, 20)}`;
  const rows = 'INSERT INTO t SELECT i, i FROM generate_series(0, 19) i';
  const ofRows = async (before: string, after: string) =>
    (await told(before, after, rows)).filter(([kind, message]) =>
      /^(?:destroys-data|irreversible)$|moved there/.test(`${kind === 'scans' ? message : kind}`),
    );
  const moved = (name: string, count: number) => [
    'scans',
    `All rows of public.${name} are read: those that belong to other partitions of public.t are moved there.`,
    count,
  ];
  expect(await ofRows(two, `${whole} ${part('t3', 0, 20)}`)).toEqual([moved('t1', 10), moved('t2', 10)]);
  expect(await ofRows(two, `${whole} ${part('t1', 0, 15)}`)).toEqual([
    moved('t2', 5),
    ['destroys-data', 'Rows of public.t2 that belong to no other partition of public.t are lost.', 5],
    ['irreversible', 'public.t2 cannot be brought back with these rows.'],
  ]);
  expect(await ofRows(two, `${whole} ${part('t1', 0, 10)}`)).toEqual([
    ['destroys-data', 'All rows of public.t2 are lost.', 10],
    ['irreversible', 'public.t2 cannot be brought back with its rows.'],
  ]);
  const divided = `${part('t3', 0, 20, 'PARTITION BY LIST (b)')} CREATE TABLE t4 PARTITION OF t3 FOR VALUES IN (3, 12, 14);`;
  expect(await ofRows(two, whole + divided)).toContainEqual(moved('t2', 2));
  const hash = (i: number) =>
    `CREATE TABLE h${i} PARTITION OF t3 FOR VALUES WITH (MODULUS 2, REMAINDER ${i});`;
  const hashed = `${part('t3', 0, 20, 'PARTITION BY HASH (b)')} ${hash(0)}`;
  expect(await ofRows(two, `${whole}${hashed}${hash(1)}`)).toEqual([moved('t1', 10), moved('t2', 10)]);
  expect((await ofRows(two, whole + hashed)).map(([kind]) => kind)).toContain('destroys-data');
  const back = await told(whole + divided, two, '', false);
  expect(back.map(([kind]) => kind)).not.toContain('destroys-data');
});

test('rows of a partition that goes are lost where they would not arrive as they left', async () => {
  const whole = `CREATE TABLE t (a int PRIMARY KEY, b text) PARTITION BY RANGE (a); CREATE TABLE others (a int);
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`;
  const tree = (name: string) => `${whole}; CREATE TABLE ${name} PARTITION OF t FOR VALUES FROM (0) TO (10)`;
  const isLost = async (before: string, after = '') =>
    (await told(`${tree('t1')}; ${before}`, `${tree('t2')}; ${after}`, '', false)).some(
      ([, message]) => message === 'All rows of public.t1 are lost.',
    );
  for (const [what, lost] of [
    ['SELECT', false],
    ['CREATE TRIGGER x AFTER UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()', false],
    ['CREATE TRIGGER x AFTER INSERT ON t EXECUTE FUNCTION f()', true],
    ['CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()', true],
    ['CREATE RULE x AS ON INSERT TO t DO ALSO DELETE FROM others', true],
    ['ALTER TABLE others ADD FOREIGN KEY (a) REFERENCES t', true],
    ['ALTER TABLE t ENABLE ROW LEVEL SECURITY', false],
    ['ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', true],
  ] as const)
    expect(await isLost(what, what), what).toBe(lost);
  expect(await isLost('ALTER TABLE t1 ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')).toBe(true);
  expect(await isLost('', 'CREATE TRIGGER x AFTER INSERT ON t2 FOR EACH ROW EXECUTE FUNCTION f()')).toBe(
    true,
  );
  expect(await isLost('', 'ALTER TABLE t ADD c int')).toBe(false);
  expect(await isLost('', 'ALTER TABLE t ADD c int NOT NULL')).toBe(true);
  expect(await isLost('', 'ALTER TABLE t DROP b')).toBe(false);
  expect(await isLost('', 'ALTER TABLE t ALTER b TYPE varchar(3)')).toBe(true);
});

test('what belongs where is asked anew where the values of a key compare otherwise', async () => {
  const tree = (type: string, [end, next]: readonly [string, string]) =>
    `CREATE TABLE t (a ${type}) PARTITION BY RANGE (a); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM ('1') TO ('${end}');
     CREATE TABLE t2 PARTITION OF t FOR VALUES FROM ('${end}') TO ('${next}')`;
  const moves = async (before: string, after: string) =>
    (await told(before, after, '', false))
      .map(([, message]) =>
        /All rows of public.(t\d) are read: those that belong to public.(t\d)/.exec(message),
      )
      .flatMap((found) => (found === null ? [] : [`${found[1]} to ${found[2]}`]));
  expect(await moves(tree('int', ['3', '50']), tree('bigint', ['5', '50']))).toEqual(['t2 to t1']);
  expect(await moves(tree('text', ['3', '5']), tree('text', ['20', '5']))).toEqual(['t1 to t2', 't2 to t1']);
  expect(await moves(tree('int', ['10', '20']), tree('text', ['2', '8']))).toEqual(['t1 to t2', 't2 to t1']);
  const hashed = (type: string) => `CREATE TABLE t (a ${type}) PARTITION BY HASH (a);
    CREATE TABLE t1 PARTITION OF t FOR VALUES WITH (modulus 2, remainder 0); CREATE TABLE t2 PARTITION OF t FOR VALUES WITH (modulus 2, remainder 1)`;
  expect(await moves(hashed('int'), hashed('bigint'))).toEqual([]);
  expect(await moves(hashed('date'), hashed('timestamp'))).toEqual(['t1 to t2', 't2 to t1']);
});

test('rows move between those partitions only that can have shared them', async () => {
  const tree = (width: number) =>
    [0, 1, 2].map(
      (i) => `CREATE TABLE t${i} PARTITION OF t FOR VALUES FROM (${i * width}) TO (${(i + 1) * width});`,
    );
  const whole = (width: number) =>
    `CREATE TABLE t (a int) PARTITION BY RANGE (a); CREATE TABLE rest PARTITION OF t DEFAULT; ${tree(width).join('')}`;
  const said = await told(whole(10), whole(11), 'INSERT INTO t VALUES (10), (20), (21), (31), (40)');
  expect(said.filter(([kind, message]) => kind === 'may-fail' || message.includes('moved there'))).toEqual([
    ['scans', 'All rows of public.t1 are read: those that belong to public.t0 are moved there.', 1],
    ['scans', 'All rows of public.t2 are read: those that belong to public.t1 are moved there.', 2],
    ['scans', 'All rows of public.rest are read: those that belong to public.t2 are moved there.', 1],
  ]);
});

test('rows stay where each partition would have to be read for more than 64 others', async () => {
  const tree = (modulus: number) =>
    `CREATE TABLE t (a int) PARTITION BY HASH (a); ${Array.from({ length: modulus }, (_, i) => `CREATE TABLE t${i} PARTITION OF t FOR VALUES WITH (MODULUS ${modulus}, REMAINDER ${i});`).join('')}`;
  const isMoved = ([, message]: readonly unknown[]) =>
    /belong to public\.t\d+ are moved there/.test(String(message));
  expect((await told(tree(65), tree(64), '', false)).some(isMoved)).toBe(true);
  const said = await told(tree(67), tree(66), '', false);
  expect(said.some(isMoved)).toBe(false);
  expect(said).toContainEqual(['may-fail', 'Rows of public.t0 may not belong there.']);
});

test('rows stay in a partition that is detached where what happens to them would be seen as their coming', async () => {
  const tree = (
    bound: string,
  ) => `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TABLE t (a int, b int, PRIMARY KEY (a, b)) PARTITION BY LIST (b);
    CREATE TABLE t1 PARTITION OF t FOR VALUES IN ${bound} PARTITION BY LIST (a); CREATE TABLE t11 PARTITION OF t1 DEFAULT;
    CREATE TABLE rest PARTITION OF t DEFAULT; CREATE TABLE others (a int, b int)`;
  const moved = 'All rows of public.t1 are read: those that belong to public.rest are moved there.';
  for (const [what, isMoved] of [
    ['CREATE TRIGGER x AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()', false],
    ['CREATE TRIGGER x AFTER INSERT ON rest EXECUTE FUNCTION f()', false],
    ['CREATE TRIGGER x AFTER DELETE ON t11 FOR EACH ROW EXECUTE FUNCTION f()', false],
    ['CREATE TRIGGER x AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()', true],
    ['ALTER TABLE others ADD FOREIGN KEY (a, b) REFERENCES t11 (a, b) ON DELETE CASCADE', false],
  ] as const) {
    const said = await told(`${tree('(1, 2)')}; ${what}`, `${tree('(1)')}; ${what}`);
    expect(
      said.some(([, message]) => message === moved),
      what,
    ).toBe(isMoved);
  }
});

test('rows of a partition whose bound changes are counted where they belong to none, and not where it only grows', async () => {
  const tree = (...bounds: string[]) =>
    `CREATE TABLE t (a int) PARTITION BY RANGE (a); ${bounds.map((bound, i) => `CREATE TABLE t${i} PARTITION OF t FOR VALUES ${bound};`).join('')}`;
  const said = await told(
    tree('FROM (0) TO (10)', 'FROM (10) TO (20)'),
    tree('FROM (0) TO (15)', 'FROM (15) TO (18)'),
    'INSERT INTO t VALUES (1), (11), (17), (19)',
  );
  expect(said.filter(([kind]) => kind !== 'blocks-reads')).toEqual([
    ['scans', 'All rows of public.t0 are read to see that they belong there.'],
    ['scans', 'All rows of public.t1 are read: those that belong to public.t0 are moved there.', 1],
    ['may-fail', 'Rows of public.t1 may belong to no partition.', 1],
    ['scans', 'All rows of public.t1 are read to see that they belong there.'],
  ]);
});

test('a partition two levels down has to fit the bounds of both, and a hash is asked where it is known', async () => {
  const twoLevels = (joins: boolean) => `CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);
    CREATE TABLE m PARTITION OF t FOR VALUES FROM (0) TO (10) PARTITION BY HASH (b);
    CREATE TABLE l ${joins ? 'PARTITION OF m FOR VALUES WITH (MODULUS 1, REMAINDER 0)' : '(a int, b int)'}`;
  const rows = 'INSERT INTO l VALUES (1, 1), (20, 1), (NULL, 2)';
  const known = await told(twoLevels(false), twoLevels(true), rows);
  expect(known[0]).toEqual(['may-fail', 'Rows of public.l may not belong there.', 2]);
  const unknown = await told('CREATE TABLE l (a int, b int)', twoLevels(true), rows);
  expect(unknown[0]).toEqual(['may-fail', 'Rows of public.l may not belong there.']);
});

test('rows of a foreign table are elsewhere: nothing is lost, read or written', async () => {
  const table = (columns: string) =>
    `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f (${columns}) SERVER s`;
  expect(await told(table('a int, b text, c date'), table('a bigint, b varchar'))).toEqual([
    ['breaks-code', 'Code that still uses public.f.c fails.'],
  ]);
});

test('a key over a column that is new and empty asks nothing of rows, but one that has a value does', async () => {
  const may = async (columns: string, rules: string) =>
    (
      await told(
        'CREATE TABLE t (id int PRIMARY KEY)',
        `CREATE TABLE t (id int PRIMARY KEY, ${columns}); ${rules}`,
        'INSERT INTO t VALUES (1), (2)',
        false,
      )
    )
      .filter(([kind]) => kind === 'may-fail')
      .map(([, message]) => message);
  const index = 'CREATE UNIQUE INDEX i ON t (a DESC)';
  expect(await may('a int UNIQUE, b int REFERENCES t', index)).toEqual([]);
  expect(await may('a int DEFAULT 1, b int, UNIQUE (b, id)', index)).toEqual([
    'Rows of public.t may violate public.i.',
  ]);
  expect(await may('a int UNIQUE NULLS NOT DISTINCT, b int DEFAULT 7 REFERENCES t', '')).toEqual([
    'Rows of public.t may violate t_a_key.',
    'Rows of public.t may violate t_b_fkey.',
  ]);
  expect(await may('a int', 'CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT')).toEqual([
    'Rows of public.t may violate public.i.',
  ]);
});

test('a key with equal nulls counts the rows with nulls that it refuses, another one does not', async () => {
  const said = await told(
    'CREATE TABLE t (a int, b int)',
    'CREATE TABLE t (a int UNIQUE NULLS NOT DISTINCT, b int UNIQUE)',
    'INSERT INTO t VALUES (NULL, NULL), (NULL, NULL), (1, 1)',
  );
  expect(said.filter(([kind]) => kind === 'may-fail')).toEqual([
    ['may-fail', 'Rows of public.t may violate t_a_key.', 1],
    ['may-fail', 'Rows of public.t may violate t_b_key.', 0],
  ]);
});

test('a rule that a domain loses asks nothing of its values', async () => {
  const tables = 'CREATE TABLE t (x d)';
  const before = `CREATE DOMAIN d AS int NOT NULL; ${tables}`;
  expect(await told(before, `CREATE DOMAIN d AS int; ${tables}`)).toEqual([]);
});

test('a column that is text while the rows it holds are written anew tells of its own table only', async () => {
  const tables = (type: string) => `CREATE TABLE t (a ${type}); CREATE TABLE u (held t)`;
  const said = await told(tables('int'), tables('bigint'));
  expect(said.filter(([kind]) => kind === 'rewrites').map(([, message]) => message)).toEqual([
    'Turning public.u.held into text writes all of public.u anew.',
    'Turning public.t.a from integer into bigint writes all of public.t anew.',
    'Turning public.u.held into public.t writes all of public.u anew.',
  ]);
});

test('a partition that moves blocks the table that it leaves', async () => {
  const tree = (
    of: string,
  ) => `CREATE TABLE a (i int) PARTITION BY LIST (i); CREATE TABLE b (i int) PARTITION BY LIST (i);
    CREATE TABLE part PARTITION OF ${of} FOR VALUES IN (1)`;
  const leaving =
    'ACCESS EXCLUSIVE lock on public.a: nobody reads or writes it while the partition leaves, which is short.';
  expect((await told(tree('a'), tree('b')))[0]).toEqual(['blocks-reads', leaving]);
});

test('duplicates that a unique index refuses are counted, whatever follows its columns', async () => {
  const table = 'CREATE TABLE t (a text, "b (c" int, d int);';
  const said = await told(
    table,
    `${table} CREATE UNIQUE INDEX i1 ON t (a DESC) INCLUDE (d) WITH (fillfactor = 70);
     CREATE UNIQUE INDEX i2 ON t ("b (c") NULLS NOT DISTINCT;
     CREATE UNIQUE INDEX i3 ON t (a text_pattern_ops);
     CREATE UNIQUE INDEX i4 ON t (d) WHERE d > 0;
     CREATE UNIQUE INDEX i5 ON t (a COLLATE "C")`,
    `INSERT INTO t VALUES ('x', NULL, 1), ('x', NULL, 1), (NULL, 1, 0), (NULL, 2, 0)`,
  );
  expect(said.filter(([kind]) => kind === 'may-fail').sort()).toEqual([
    ['may-fail', 'Rows of public.t may violate public.i1.', 1],
    ['may-fail', 'Rows of public.t may violate public.i2.', 1],
    ['may-fail', 'Rows of public.t may violate public.i3.'],
    ['may-fail', 'Rows of public.t may violate public.i4.'],
    ['may-fail', 'Rows of public.t may violate public.i5.', 1],
  ]);
});

const losses = (said: Awaited<ReturnType<typeof told>>) => said.filter(([kind]) => kind === 'destroys-data');

test('rows of a table that becomes partitioned are counted where they belong to none of its partitions', async () => {
  const plain = 'CREATE TABLE t (a int, b text, c int)';
  const lists = `CREATE TABLE t (a int, b text) PARTITION BY LIST (b); CREATE TABLE t1 PARTITION OF t FOR VALUES IN ('x')`;
  const rows = `INSERT INTO t VALUES (1, 'x', 1), (2, 'y', NULL), (3, NULL, 2)`;
  expect(losses(await told(plain, lists, rows))).toEqual([
    ['destroys-data', 'Rows of public.t that belong to no partition of the new one are lost.', 2],
    ['destroys-data', 'The values of public.t.c are lost.', 2],
  ]);
  const deeper = `${lists} PARTITION BY HASH (a); CREATE TABLE t11 PARTITION OF t1 FOR VALUES WITH (MODULUS 2, REMAINDER 0)`;
  expect(losses(await told(plain, deeper, rows))[0]?.[2]).toBe(undefined);
  const ranges = (end: string) => `CREATE TABLE t (a int NOT NULL, b text, c int) PARTITION BY RANGE (a);
    CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (MINVALUE) TO (5); CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (5) TO (${end})`;
  const whole = await told(plain, ranges('MAXVALUE'), rows);
  expect(losses(whole)).toEqual([]);
  expect(whole).toContainEqual(['may-fail', 'Rows of public.t may have no value in a.', 0]);
  const [all] = losses(await told(plain, ranges('6'), `${rows}; INSERT INTO t VALUES (6)`));
  expect(all?.[2]).toBe(1);
});

test('of a table that is divided anew, rows of partitions that leave with theirs are not counted', async () => {
  const ranges = `CREATE TABLE t (a int, b text) PARTITION BY RANGE (a); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (5);
    CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (5) TO (10)`;
  const lists = `CREATE TABLE t (a int, b text) PARTITION BY LIST (b); CREATE TABLE t3 PARTITION OF t FOR VALUES IN ('x');
    CREATE TABLE t2 (a int, b text)`;
  const said = await told(ranges, lists, `INSERT INTO t VALUES (1, 'x'), (2, 'y'), (6, 'y')`);
  expect(losses(said)).toEqual([
    ['destroys-data', 'Rows of public.t that belong to no partition of the new one are lost.', 1],
  ]);
});

test('rows are asked about that a new rule refuses when a table is made anew, and not where an old one held', async () => {
  const rows = 'INSERT INTO u VALUES (1); INSERT INTO t VALUES (1, 1, 1), (2, 1, 2)';
  const plain = 'CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (a int PRIMARY KEY, b int, c int)';
  const parts = 'PARTITION BY RANGE (a); CREATE TABLE t1 PARTITION OF t DEFAULT';
  const asked = async (columns: string, more = '') => {
    const said = await told(
      plain,
      `CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (${columns}) ${parts}; ${more}`,
      rows,
    );
    return said.filter(([kind]) => kind === 'may-fail').map(([, message, count]) => [message, count]);
  };
  expect(await asked('a int, b int, c int, PRIMARY KEY (a, b)', 'CREATE INDEX ON t (b)')).toEqual([
    ['Rows of public.t may have no value in b.', 0],
  ]);
  expect(
    await asked(
      'a int, b int, c smallint REFERENCES u, PRIMARY KEY (a), CHECK (b > 1)',
      'CREATE UNIQUE INDEX i ON t (b, a)',
    ),
  ).toEqual([
    ['Rows of public.t may violate t_b_check.', 2],
    ['A value of public.t.c may not fit smallint.', 0],
    ['Rows of public.t may violate t_c_fkey.', 1],
  ]);
});

test('rows of a table that is made anew are lost where they are out of sight, find no place or would be changed', async () => {
  const plain = (more = '') => `CREATE TABLE t (a int, b text); CREATE TABLE t1 (a int, b text); ${more}`;
  const lists = (columns = 'a int, b text', parts = 'CREATE TABLE t2 PARTITION OF t DEFAULT;') =>
    `CREATE TABLE t (${columns}) PARTITION BY RANGE (a); ${parts} CREATE TABLE t1 (${columns});
     ALTER TABLE t ATTACH PARTITION t1 FOR VALUES FROM (0) TO (5);`;
  const isLost = async (before: string, after: string) =>
    (await told(before, after, '', false)).some(
      ([, message]) => message === 'All rows of public.t are lost.',
    );
  expect(await isLost(plain(), lists())).toBe(false);
  expect(await isLost(plain(), lists('a int, b text, c int NOT NULL'))).toBe(true);
  expect(await isLost(plain(), lists('a int, b int'))).toBe(true);
  expect(await isLost(plain('ALTER TABLE t FORCE ROW LEVEL SECURITY'), lists())).toBe(true);
  expect(await isLost(plain(), 'CREATE TABLE t (a int, b text) PARTITION BY LIST (a)')).toBe(true);
  const skips = `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TRIGGER x BEFORE INSERT ON t1 FOR EACH ROW EXECUTE FUNCTION f();`;
  expect(await isLost(plain(skips), lists() + skips)).toBe(true);
});

test('a statement that writes a password says so, and one that leaves it alone does not', async () => {
  const wrapper = `CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;`;
  const subscription = (host: string, password: string, publication: string) =>
    `CREATE SUBSCRIPTION feed CONNECTION 'host=${host}${password}' PUBLICATION ${publication} WITH (connect = false, slot_name = NONE);`;
  const mapping = (options: string) =>
    `${wrapper} CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (${options});`;
  const unknown = (whose: string) => [
    'breaks-code',
    `The password of ${whose} is never read: nothing connects until it is written into this statement in place of ***.`,
  ];
  const [feed, reader] = ['the subscription feed', 'the user mapping FOR PUBLIC SERVER s'];

  expect(await told('', subscription('a', ' password=p', 'x'))).toEqual([unknown(feed)]);
  expect(await told('', subscription('a', '', 'x'))).toEqual([]);
  const moved = [subscription('a', ' password=p', 'x'), subscription('b', ' password=p', 'x')] as const;
  expect(await told(...moved)).toEqual([unknown(feed)]);
  const published = [subscription('a', ' password=p', 'x'), subscription('a', ' password=q', 'y')] as const;
  expect(await told(...published)).toEqual([]);

  expect(await told(wrapper, mapping(`user 'a', password 'p'`))).toEqual([unknown(reader)]);
  expect(await told(mapping(`user 'a'`), mapping(`user 'a', password 'p'`))).toEqual([unknown(reader)]);
  expect(await told(mapping(`user 'a', password 'p'`), mapping(`user 'b', password 'q'`))).toEqual([]);
});
