import { describe, expect, test } from 'vitest';
import { readRenames } from './source-renames.ts';

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a column, behind it',
    'create table t (\n  id int,\n  b text -- strata: renamed from a\n);',
    ['public.t.a=public.t.b'],
  ],
  [
    'a column, behind its comma',
    'create table t (\n  b numeric(10, 2), -- strata: renamed from a\n  c int\n);',
    ['public.t.a=public.t.b'],
  ],
  [
    'a column, above it',
    'create table t (\n  c int,\n  -- strata: renamed from a\n  b text\n);',
    ['public.t.a=public.t.b'],
  ],
  [
    'a column of one line',
    'create table t (c int, b text -- strata: renamed from a\n);',
    ['public.t.a=public.t.b'],
  ],
  [
    'a table, above it',
    '-- strata: renamed from people\ncreate table users (id int);',
    ['public.people=public.users'],
  ],
  [
    'a table, behind it',
    'create table x ();\ncreate table users (id int); -- strata: renamed from people\n',
    ['public.people=public.users'],
  ],
  [
    'a table and its column',
    '-- strata: renamed from people\ncreate table users (\n  "Full" text -- strata: renamed from "Name"\n);',
    ['public.people=public.users', 'public.people."Name"=public.users."Full"'],
  ],
  [
    'a type in a schema',
    '-- strata: renamed from app.mood\ncreate type app.feeling as enum ();',
    ['app.mood=app.feeling'],
  ],
  [
    'names that are not ASCII',
    '-- strata: renamed from größe\ncreate table maße (\n  länge int -- strata: renamed from Ämter\n);',
    ['public."größe"=public."maße"', 'public."größe"."Ämter"=public."maße"."länge"'],
  ],
  [
    'a table whose schema stands apart',
    '-- strata: renamed from app . people\ncreate table "app" . users (id int);',
    ['app.people=app.users'],
  ],
  ['nothing, in a string', "select '-- strata: renamed from a';", []],
];

describe('SQL tells of the new name of', () => {
  test.each(cases)('%s', (_title, sql, renames) => {
    expect(readRenames(sql).map(({ from, to }) => `${from}=${to}`)).toEqual(renames);
  });
});
