import { beforeAll, expect, test } from 'vitest';
import { changedNames, loadParser, namedRelations, parseSql } from './parse.ts';

beforeAll(() => loadParser());

function trees(sql: string) {
  const parsed = parseSql(sql);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.trees;
}

test('a syntax error is a value with its place', () => {
  expect(parseSql('select 1 frm t x')).toMatchObject({ ok: false, position: 13 });
});

test('nothing is no statement', () => {
  expect(parseSql('')).toEqual({ ok: true, trees: [] });
});

test('nesting that is too deep for the parser is a value, however often it is met', () => {
  for (let more = 0; more < 60; more += 1) {
    const union = Array.from({ length: 15_000 + more }, () => 'SELECT 1').join(' UNION ALL ');
    expect(parseSql(union)).toMatchObject({ ok: false, message: 'nested too deeply to be parsed' });
  }
  expect(trees('CREATE TABLE a (id int)')).toHaveLength(1);
});

test('the names of a statement of thousands of levels are read', () => {
  const [tree] = trees(
    `CREATE VIEW v AS SELECT ${Array.from({ length: 3_000 }, () => "'x'").join(' || ')} FROM t`,
  );
  expect(namedRelations(tree).map(({ name }) => name)).toEqual(['t']);
  expect([...changedNames(tree)]).toEqual(['v']);
});

test('the relations of a statement are told with their aliases, without the view that it makes', () => {
  expect(namedRelations(trees('create view v as select u.a from app.users u join posts on true'))).toEqual([
    { schema: 'app', name: 'users', alias: 'u' },
    { schema: undefined, name: 'posts', alias: undefined },
  ]);
});

test.each([
  ['create table "Users" (id int, constraint "Key" unique (id))', ['users', 'id', 'key']],
  ['alter table t add column c int', ['c']],
  ['alter table t rename column a to b', ['t', 'a', 'b']],
  ['drop table app.t, u cascade', ['t', 'u']],
  ['drop function f(int)', ['f']],
  ["create type app.mood as enum ('a')", ['mood']],
  ["alter type mood add value 'calm'", ['mood', 'calm']],
  ['create index i on t (a)', ['i']],
  ['create function app.f() returns int language sql as $$ select 1 $$', ['f']],
  ['create policy p on t using (true)', ['p']],
  ['create materialized view m as select 1 as n', ['m']],
  ['create extension if not exists "uuid-ossp"', ['uuid-ossp']],
])('%s changes the names %j', (sql, names) => {
  const changed = new Set(trees(sql).flatMap((tree) => [...changedNames(tree)]));
  expect([...changed]).toEqual(expect.arrayContaining([...names]));
});
