import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { debianBin, openOldServer } from './judge/old-server.ts';
import { directory, strata } from './strata.ts';

const pair = {
  'a.sql': 'create table t (id int primary key, a text);\n',
  'b.sql': 'create table t (id int primary key, b text);\n',
};

/** Each starts the program a few times, on a machine that may be busy with other tests. */
const unhurried = { timeout: 180_000 };

describe.concurrent('strata diff', unhurried, () => {
  test('prints proven SQL on standard output and what was proven beside it', async () => {
    using dir = directory(pair);
    const { code, stdout, stderr } = await strata(['diff', '--from', 'a.sql', '--to', 'b.sql'], {
      cwd: dir.path,
    });
    expect(code).toBe(0);
    expect(stdout).toContain('ALTER TABLE public.t DROP COLUMN a;');
    expect(stdout).toContain('-- destroys data: ');
    expect(stdout).toContain('ALTER TABLE public.t ADD COLUMN b text;');
    expect(stderr).toContain('✓ proven on a clone');
    expect(stderr).toContain('It destroys the values of public.t.a.');
  });

  test('answers with its exit code where asked, and prints nothing where nothing differs', async () => {
    using dir = directory(pair);
    const words = (to: string) => ['diff', '--exit-code', '--from', 'a.sql', '--to', to];
    expect((await strata(words('b.sql'), { cwd: dir.path })).code).toBe(1);
    const same = await strata(words('a.sql'), { cwd: dir.path });
    expect(same).toMatchObject({ code: 0, stdout: '', stderr: 'No difference.\n' });
  });

  test('keeps the rows of what was only renamed, told by an option, a comment or the configuration', async () => {
    const rename = 'ALTER TABLE public.t RENAME COLUMN a TO b;';
    const words = ['diff', '--from', 'a.sql', '--to', 'b.sql'];
    using told = directory(pair);
    const byOption = await strata([...words, '--rename', 'public.t.a=public.t.b'], { cwd: told.path });
    using commented = directory({
      ...pair,
      'b.sql': pair['b.sql'].replace('b text', 'b text -- strata: renamed from a\n'),
    });
    const byComment = await strata(words, { cwd: commented.path });
    using included = directory({
      ...pair,
      'b.sql': '\\ir part.txt\n',
      'part.txt': pair['b.sql'].replace('b text', 'b text -- strata: renamed from a\n'),
    });
    const byInclude = await strata(words, { cwd: included.path });
    using configured = directory({ ...pair, 'strata.config.json': '{ "renames": { "t.a": "t.b" } }' });
    const byConfig = await strata(words, { cwd: configured.path });
    for (const { code, stdout, stderr } of [byOption, byComment, byInclude, byConfig]) {
      expect(code).toBe(0);
      expect(stdout).toContain(rename);
      expect(stdout).not.toContain('DROP');
      expect(stderr).toContain('rows of 1 table survived');
    }
  });

  test('renames in a circle and into each other', async () => {
    using dir = directory({
      'a.sql': 'create table t (a int, b text, c date); create table u (x int);',
      'b.sql': 'create table u (b int, a text, d date); create table t (x int);',
    });
    const renames = ['t=u', 'u=t', 't.a=u.b', 't.b=u.a', 't.c=u.d'].flatMap((rename) => ['--rename', rename]);
    const { code, stdout, stderr } = await strata(['diff', '--from', 'a.sql', '--to', 'b.sql', ...renames], {
      cwd: dir.path,
    });
    expect(stderr).toContain('rows of 2 tables survived');
    expect(stdout).not.toMatch(/DROP|CREATE|ADD/);
    expect(code).toBe(0);
  });

  test('prints changes, steps, hazards and the proof as JSON', async () => {
    using dir = directory(pair);
    const { stdout } = await strata(['diff', '--json', '--from', 'a.sql', '--to', 'b.sql'], {
      cwd: dir.path,
    });
    const printed = JSON.parse(stdout) as Record<string, unknown>;
    expect(printed).toMatchObject({
      version: 1,
      equal: false,
      proven: true,
      proof: { survived: [], withoutRows: [] },
    });
    expect(printed).toHaveProperty('steps.0.hazards.0', {
      kind: 'destroys-data',
      message: expect.any(String),
      countQuery: expect.stringContaining('SELECT count('),
    });
  });

  test('compares only the schemas that are asked for', async () => {
    using dir = directory({
      'a.sql': 'create schema x; create table x.t (a int); create table u (a int);',
      'b.sql': 'create schema x; create table x.t (a int, b int); create table u (a bigint);',
    });
    const words = ['diff', '--from', 'a.sql', '--to', 'b.sql'];
    const only = await strata([...words, '--schema', 'x'], { cwd: dir.path });
    expect(only.stdout).toContain('x.t');
    expect(only.stdout).not.toContain('public.u');
    const without = await strata([...words, '--exclude', 'x'], { cwd: dir.path });
    expect(without.stdout).toContain('public.u');
    expect(without.stdout).not.toContain('x.t');
  });

  test('says where rows may stop the plan, which is proven without them', async () => {
    using dir = directory({
      'a.sql': pair['a.sql'],
      'b.sql': 'create table t (id int primary key, a text, n int not null);',
    });
    const { code, stderr } = await strata(['diff', '--from', 'a.sql', '--to', 'b.sql'], { cwd: dir.path });
    expect(code).toBe(0);
    expect(stderr).toContain(
      'Rows may stop it, as sample rows did: column "n" of relation "t" contains null values.',
    );
  });
});

describe.concurrent('a bad source is one clear error', unhurried, () => {
  const cases: readonly (readonly [
    string,
    Readonly<Record<string, string>>,
    string,
    number,
    readonly string[],
  ])[] = [
    ['a file that is not there', {}, 'no/such.sql', 2, ['no/such.sql does not exist', 'A source is']],
    ['a file that is no schema', { 'x.txt': '' }, 'x.txt', 2, ['x.txt is not a schema']],
    [
      'a Prisma schema that does not hold',
      { 'schema.prisma': 'model A {\n  id Nope @id\n}\n' },
      'schema.prisma',
      2,
      ['schema.prisma:2:6', 'Type "Nope"'],
    ],
    ['a folder without SQL', { 'd/x.txt': '' }, 'd', 2, ['d holds neither migrations nor .sql files']],
    [
      'SQL that does not load',
      { 'x.sql': 'create table t (a int);\ncreate table u (\n  a nope\n);\n' },
      'x.sql',
      2,
      ['x.sql:3:5', 'type "nope" does not exist'],
    ],
    [
      'SQL with a slip',
      { 'x.sql': 'create table t (a int);\n\ncreat table u ();\n' },
      'x.sql',
      2,
      ['x.sql:3:1', 'syntax error'],
    ],
    [
      'a history that does not replay',
      { 'migrations/001_a.sql': 'create table t (a nope);' },
      '.',
      2,
      ['001_a fails', 'strata check'],
    ],
    [
      'a URL that refuses',
      {},
      'postgres://me:hunter2@127.0.0.1:1/x',
      3,
      ['postgres://me:***@127.0.0.1:1/x', 'No server listens there'],
    ],
    [
      'a URL with a slip in its beginning',
      {},
      'postgre://me:hunter2@127.0.0.1/x',
      2,
      ['a source that begins with `postgre` is neither a path nor a URL of PostgreSQL'],
    ],
    [
      'the parameters of a connection',
      {},
      'password=hunter2',
      2,
      ['a source that begins with `password` is neither a path'],
    ],
    ['an empty name', {}, '', 2, ['a source is ``, which names nothing']],
    ['a path that is left out', {}, 'declared:', 2, ['a source is `declared:`, which names nothing']],
    ['a URL that cannot be read', {}, 'postgres://me:hunter2@:x/y z', 2, ['cannot be read']],
    [
      'a rename of nothing',
      { 'x.sql': 'create table t ();' },
      'x.sql --rename t.a=t.b',
      2,
      ['nothing is called t.a'],
    ],
  ];
  test.each(cases)('%s', async (_title, files, source, exit, messages) => {
    using dir = directory(files);
    const before = readdirSync(dir.path, { recursive: true });
    const { code, stdout, stderr } = await strata(
      ['diff', '--from', 'empty', '--to', ...source.split(/ (?=--)| (?=\S+=)/)],
      { cwd: dir.path },
    );
    for (const message of messages) expect(stderr).toContain(message);
    expect(stderr).not.toContain('hunter2');
    expect(stderr).not.toMatch(/\n\s+at /);
    expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
    expect(readdirSync(dir.path, { recursive: true })).toEqual(before);
  });

  test('what could reach beyond the database needs the word, and the error tells it', async () => {
    using dir = directory({
      'a.sql': 'select 1;',
      'b.sql': `create function w() returns trigger language c as '$libdir/tcn', 'triggered_change_notification';`,
    });
    const { code, stderr } = await strata(['diff', '--from', 'a.sql', '--to', 'b.sql'], { cwd: dir.path });
    expect(code).toBe(2);
    expect(stderr).toContain('b.sql:1:');
    expect(stderr).toContain('--superuser');
    const superuser = await strata(['diff', '--superuser', '--from', 'a.sql', '--to', 'b.sql'], {
      cwd: dir.path,
    });
    expect(superuser.stdout).toContain('CREATE FUNCTION public.w()');
  });
});

test('what only superusers may make, and does no more than be made, needs no word', unhurried, async () => {
  using dir = directory({
    'a.sql': 'create table t (a int);',
    'b.sql': 'create table t (a int); alter table t owner to keeper; create foreign data wrapper w;',
  });
  const { code, stdout, stderr } = await strata(['diff', '--from', 'a.sql', '--to', 'b.sql'], {
    cwd: dir.path,
  });
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'BEGIN;\n\nCREATE FOREIGN DATA WRAPPER w;\n\nALTER TABLE public.t OWNER TO keeper;\n\nCOMMIT;\n',
  });
  expect(stderr).toContain('made for this comparison, since it belongs to servers: role keeper');
  expect(stderr).toContain('proven on a clone');
});

describe.skipIf(debianBin === undefined)('a database at a URL', unhurried, () => {
  test('is read, rebuilt and proven from, also by a role that may only connect', async () => {
    await using server = await openOldServer(debianBin as string);
    const { url, name } = await server.createDatabase();
    await using session = await server.connect(name);
    await session.query(
      'create table t (id int primary key, a text); create view v as select t.a from t; create role reader login',
    );
    using dir = directory({
      'b.sql': 'create table t (id int primary key, a text, b int); create view v as select a from t;',
    });
    const as = (role: string) => url.replace('boss', role);
    for (const role of ['boss', 'reader']) {
      const schema = role === 'reader' ? ['--exclude', 'none'] : [];
      const { code, stdout, stderr } = await strata(
        ['diff', '--from', as(role), '--to', 'b.sql', '--summary', ...schema],
        { cwd: dir.path },
      );
      expect(stdout).toContain('+ column public.t.b');
      expect(stderr).toContain('✓ proven on a clone');
      expect(code).toBe(0);
    }
    const own = await strata(['diff', '--from', url, '--to', 'b.sql'], { cwd: dir.path });
    expect(own.stdout).toBe('ALTER TABLE public.t ADD COLUMN b integer;\n');
    const dumps = await Promise.all([strata(['dump', url]), strata(['dump', join(dir.path, 'b.sql')])]);
    expect(dumps[1].stdout.replace('  b integer,\n', '')).toBe(dumps[0].stdout);
  });
});

describe.concurrent('strata dump', unhurried, () => {
  test('prints the same bytes whatever the order of the statements', async () => {
    const parts = [
      'create table a (id int primary key);',
      "comment on table a is 'x';",
      'create index a_i on a (id);',
      'create view v as select id from a;',
      "create type e as enum ('x');",
      "create function f() returns int language sql as 'select 1';",
    ];
    using dir = directory({ 'a.sql': parts.join('\n'), 'b.sql': [...parts].reverse().join('\n') });
    const [a, b] = await Promise.all(
      ['a.sql', 'b.sql'].map((file) => strata(['dump', file], { cwd: dir.path })),
    );
    expect(a?.stdout).toContain('CREATE TABLE public.a');
    expect(b).toEqual(a);
    writeFileSync(join(dir.path, 'c.sql'), a?.stdout ?? '');
    expect((await strata(['dump', 'c.sql'], { cwd: dir.path })).stdout).toBe(a?.stdout);
  });

  test('prints SQL and what it leaves out as JSON', async () => {
    using dir = directory(pair);
    const { stdout } = await strata(['dump', '--json', 'a.sql'], { cwd: dir.path });
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      sql: expect.stringContaining('CREATE TABLE'),
      notModelled: [],
      notes: [],
    });
  });
});
