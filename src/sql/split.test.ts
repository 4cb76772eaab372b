import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, describe, expect, test } from 'vitest';
import { splitStatements } from './split.ts';

const root = resolve(import.meta.dirname, '../..');

beforeAll(() => loadModule());

/** Where libpg-query, which is PostgreSQL's own grammar, sees statements; undefined where it cannot parse the text. */
function judge(text: string): readonly string[] | undefined {
  const bytes = Buffer.from(text);
  try {
    const { stmts = [] } = parseSync(text);
    return stmts.map(({ stmt_location: start = 0, stmt_len: length }) =>
      bare(
        bytes.subarray(start, length === undefined || length === 0 ? undefined : start + length).toString(),
      ),
    );
  } catch {
    return undefined;
  }
}

/** Without the white space, semicolons and comments around it, which the two count to different statements. */
function bare(text: string): string {
  const own = splitStatements(text).statements;
  const [first, last] = [own[0], own.at(-1)];
  return first === undefined || last === undefined ? '' : text.slice(first.start, last.end);
}

function split(text: string): readonly string[] {
  return splitStatements(text).statements.map(({ start, end }) => text.slice(start, end));
}

/** The text as the server gets it: without psql's commands and the rows after COPY. */
function forServer(text: string): string {
  const { metaCommands, statements } = splitStatements(text);
  const cuts = [...metaCommands, ...statements.flatMap(({ copyData }) => copyData ?? [])];
  let left = text;
  for (const { start, end } of cuts.sort((a, b) => b.start - a.start)) {
    left = left.slice(0, start) + left.slice(end).replace(/^\\\.\r?\n?/, '');
  }
  return left;
}

const files = ['cases', 'systems']
  .flatMap((dir) =>
    readdirSync(`${root}/${dir}`, { recursive: true, encoding: 'utf8' }).map((name) => `${dir}/${name}`),
  )
  .filter((name) => name.endsWith('.sql') && !name.includes('node_modules'))
  .sort();

test('every SQL file of the repository is split where PostgreSQL splits it', () => {
  let judged = 0;
  for (const name of files) {
    const text = readFileSync(`${root}/${name}`, 'utf8').replace(/^\uFEFF/, '');
    const wanted = judge(forServer(text));
    if (wanted === undefined) continue;
    judged += 1;
    expect(split(text), name).toEqual(wanted);
  }
  expect(judged).toBeGreaterThan(files.length * 0.8);
});

describe('a statement ends where PostgreSQL ends it', () => {
  const texts: Readonly<Record<string, string>> = {
    'nested comments': 'select /* a; /* b; */ c; */ 1; select 2 -- ; no end\n;',
    'a comment that looks like two': 'select 1 /* -- */; select 2; --/* not open\nselect 3',
    'escape strings': String.raw`select E'a\';b', e'\\'; select 'a\'; select 2`,
    'strings over several lines': "select 'a;\n'\n'b;'\n;select 'it''s; '';'",
    'unicode strings': `select U&'d\\0061t\\+000061; ', U&"d\\0061;"; select 2`,
    'bit and national strings': "select B'101', x'ff', N'a;b'; select 2",
    'quoted names': 'select "a;""b;" from "t;"; select 2',
    'dollar quotes in dollar quotes': 'select $a$ $$ ; $b$ ; $b$ $$ $a$; select $$ ; $a ; $$; select 1',
    'a tag that only begins like the mark': 'select $f$ $fx$ ; $f$; select 2',
    'non-ASCII tags': 'select $été$ ; $été$; select 2',
    'parameters and names with a dollar sign': 'prepare p as select $1, $2; select a$b$c from t$1; select 2',
    'an atomic body with CASE': `create function f(i int) returns int begin atomic
      select case when i > 0 then 1 else case i when 0 then 2 end end; select 3; end; select 2`,
    'an atomic procedure':
      'create procedure p() begin atomic insert into t values (1); delete from t; end; select 1',
    'a name called atomic':
      'create function atomic() returns int language sql as $$ select 1; $$; begin; select 1; end;',
    'a rule of several actions':
      'create rule r as on insert to t do also (insert into a values (1); delete from b;); select 2',
    'a transaction': 'begin; insert into t values (1); commit; end; start transaction; rollback',
    'a DO block': "do $$ begin perform 1; end $$; do language plpgsql 'begin null; end'; select 1",
    'empty statements': ';;select 1;;\n;--x\n;select 2;;',
    'only comments': '-- nothing\n/* at all */ ;',
    'no semicolon at the end': 'select 1; select 2 -- end',
    'Windows line ends': "select 1; -- a\r\nselect '\r\n;';\r\nselect 3\r\n",
    'non-ASCII and non-BMP text': "select '😀;é'; select \"ß😀;\" ; select 'ç'",
    'a carriage return ends a comment': 'select 1 -- x;\r+ 1; select 2',
    'casts and operators': "select '{}'::jsonb @> '{}', a->>'b;', 1--2;\n; select 2",
    'array slices and types': 'select a[1:2], b::numeric(1,2)[]; create table t (a int[]); select 1',
    'numbers of all forms': 'select 1.5e3, .5, 1_000, 0xff, 1.; select 2',
    'a schema with its elements':
      'create schema s create table t (a int) create view v as select 1; select 2',
    'a trigger and a policy':
      "create trigger t before update on a for each row when (old.* is distinct from new.*) execute function f('x;'); create policy p on t using (a = ';'); select 1",
    'word atomic in a default':
      'create function f(begin_atomic int default 1) returns int return begin_atomic; select 2',
  };
  test.each(Object.entries(texts))('%s', (_name, text) => {
    const wanted = judge(text);
    expect(wanted).toBeDefined();
    expect(split(text)).toEqual(wanted);
  });
});

/** Pieces that statements are made of, each whole in itself. */
const piece = fc.oneof(
  fc.constantFrom(
    'select',
    'a',
    'case',
    'end',
    'begin',
    'atomic',
    '(',
    ')',
    ',',
    '1',
    '$1',
    "''",
    '/* ; */',
    '--;\n',
    '"a;"',
  ),
  fc.string({ maxLength: 6 }).map((text) => `'${text.replaceAll(/['\\\0]/g, '')}'`),
  fc.string({ maxLength: 6 }).map((text) => `"x${text.replaceAll(/["\0]/g, '')}"`),
  fc.string({ maxLength: 6 }).map((text) => `$q$${text.replaceAll(/[$\0]/g, '')}$q$`),
  fc.string({ maxLength: 6 }).map((text) => `/*${text.replaceAll(/[*/\0]/g, '')}*/`),
  fc.string({ maxLength: 6 }).map((text) => `E'${text.replaceAll(/['\\\0]/g, '')}\\''`),
);
const expression = fc.array(
  fc.oneof(
    fc.string({ maxLength: 8 }).map((text) => `'${text.replaceAll(/['\\\0]/g, '')};'`),
    fc.string({ maxLength: 8 }).map((text) => `$t$${text.replaceAll(/[$\0]/g, '')};$t$`),
    fc.constantFrom(
      '1',
      '(2)',
      '"c;d"',
      'case when true then 1 end',
      '/* ; */ 3',
      '4 --;\n',
      'array[1,2]',
      "E'\\';'",
    ),
  ),
  { minLength: 1, maxLength: 5 },
);
const statement = expression.map((items) => `select ${items.join(', ')}`);

test('statements joined by semicolons come apart again, whatever strings and comments they hold', () => {
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), (statements) => {
      const text = `${statements.join(';\n')};`;
      expect(split(text)).toEqual(judge(text));
      expect(split(text)).toHaveLength(statements.length);
    }),
    { numRuns: 500 },
  );
});

test('whatever the text is, statements are in order, never overlap, and nothing but semicolons and comments lies between', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.constant(';')), { maxLength: 30 }), (pieces) => {
      const text = pieces.join(' ');
      let at = 0;
      for (const { start, end } of splitStatements(text).statements) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        expect(split(text.slice(at, start))).toEqual([]);
        at = end;
      }
    }),
    { numRuns: 500 },
  );
});

test('what psql alone understands is taken out: its commands, and the rows after COPY', () => {
  const text = String.raw`\restrict abc
SET statement_timeout = 0;
\connect - postgres
COPY public.t (a, b) FROM stdin;
1	it's; a "row"
2	\N
\.

COPY public.u (a) FROM stdin;
\.
SELECT 1;
\unrestrict abc
`;
  const { statements, metaCommands } = splitStatements(text);
  expect(statements.map(({ head }) => head.split(' ')[0])).toEqual(['SET', 'COPY', 'COPY', 'SELECT']);
  const rows = statements.map(({ copyData }) => copyData && text.slice(copyData.start, copyData.end));
  expect(rows).toEqual([undefined, '1\tit\'s; a "row"\n2\t\\N\n', '', undefined]);
  expect(metaCommands.map(({ start, end }) => text.slice(start, end))).toEqual([
    '\\restrict abc',
    '\\connect - postgres',
    '\\unrestrict abc',
  ]);
});

test('rows of COPY with Windows line ends end at their mark', () => {
  const text = 'COPY t FROM stdin;\r\n1\r\n\\.\r\nSELECT 1;\r\n';
  const { statements } = splitStatements(text);
  expect(statements).toHaveLength(2);
  expect(
    statements[0]?.copyData && text.slice(statements[0].copyData.start, statements[0].copyData.end),
  ).toBe('1\r\n');
});

test.each([
  ["insert into t values ('open; select 1;", 1],
  ['select "open; select 1;', 1],
  ['select $$ open; select 1;', 1],
  ['select 1; /* open; select 2;', 2],
])('what is never closed reaches to the end, and is sent: %s', (text, count) => {
  const { statements } = splitStatements(text);
  expect(statements).toHaveLength(count);
  expect(statements.at(-1)?.end).toBe(text.length);
});

test('a script of 5 MB is split in linear time', () => {
  const line = "INSERT INTO t (a, b) VALUES (1, 'some; text that''s quoted'), (2, $$ body; $$); -- note;\n";
  const text = line.repeat(Math.ceil(5_000_000 / line.length));
  const started = performance.now();
  const { statements } = splitStatements(text);
  const ms = performance.now() - started;
  expect(statements).toHaveLength(text.length / line.length);
  expect(ms).toBeLessThan(10_000);
});

test('a dump of 20,000 COPY blocks is not read again for each', () => {
  const text = 'COPY t FROM stdin;\n1\n\\.\n'.repeat(20_000);
  const started = performance.now();
  expect(splitStatements(text).statements).toHaveLength(20_000);
  expect(performance.now() - started).toBeLessThan(10_000);
});
