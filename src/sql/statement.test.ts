import { expect, test } from 'vitest';
import { splitStatements } from './split.ts';
import {
  changesSettings,
  controlsTransaction,
  endsTransaction,
  needsTransaction,
  refusesTransaction,
} from './statement.ts';

function first(text: string) {
  const [statement] = splitStatements(text).statements;
  if (statement === undefined) throw new Error('no statement');
  return statement;
}

test.each([
  'create index concurrently i on t (a)',
  'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)',
  'drop index concurrently i',
  'reindex (verbose) database shop',
  'reindex table concurrently t',
  'vacuum (full, analyze) t',
  'alter table p detach partition q concurrently',
  'create database d',
  'alter system set work_mem = 1',
  'cluster',
  'cluster verbose',
  'cluster (verbose)',
  'alter database shop set tablespace fast',
  'alter subscription s refresh publication',
  'alter subscription s add publication p with (copy_data = false)',
  "commit prepared 'x'",
  "rollback prepared 'x'",
  'discard all',
  'call fill()',
  'do $$ begin insert into t values (1); commit; end $$',
  'do $$ begin rollback and chain; end $$',
])('refuses a transaction block, or may: %s', (text) => {
  expect(refusesTransaction(first(text), text)).toBe(true);
});

test.each([
  'create index i on t (concurrently)',
  'reindex table t',
  'alter table p detach partition q',
  'cluster t using i',
  'cluster verbose t',
  'cluster (verbose) t',
  'alter database shop set work_mem = 1',
  'alter subscription s set publication p with (refresh = false)',
  'alter subscription s disable',
  'do $$ begin create temp table t (a int) on commit drop; end $$',
  "do $$ begin raise notice 'no commit here'; end $$",
  'analyze t',
  "alter type mood add value 'calm'",
])('may stand in a transaction block: %s', (text) => {
  expect(refusesTransaction(first(text), text)).toBe(false);
});

test.each([
  ['begin', true, false],
  ['start transaction isolation level serializable', true, false],
  ['commit and chain', true, true],
  ['end', true, true],
  ['rollback', true, true],
  ['abort', true, true],
  ["prepare transaction 'x'", true, true],
  ["commit prepared 'x'", false, false],
  ["rollback prepared 'x'", false, false],
  ['rollback to savepoint s', false, false],
  ['rollback transaction to s', false, false],
  ['savepoint s', false, false],
  ['prepare p as select 1', false, false],
])('%s controls the transaction: %s; ends it: %s', (text, controls, ends) => {
  expect(controlsTransaction(first(text))).toBe(controls);
  expect(endsTransaction(first(text))).toBe(ends);
});

test.each(['lock table t', 'declare c cursor for select 1', 'savepoint s', 'release s', 'rollback to s'])(
  'needs a transaction block: %s',
  (text) => expect(needsTransaction(first(text))).toBe(true),
);

test.each([
  ["set search_path = ''", true],
  ['set role reader', true],
  ['reset all', true],
  ["select pg_catalog.set_config('search_path', '', false)", true],
  ['set local search_path = a', false],
  ['set constraints all deferred', false],
  ['set transaction read only', false],
  ['update t set a = 1', false],
])('%s may leave a setting behind: %s', (text, expected) => {
  expect(changesSettings(first(text), text)).toBe(expected);
});
