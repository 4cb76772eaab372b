import { beforeAll, expect, test } from 'vitest';
import { loadParser } from '../../sql/parse.ts';
import { invalidIndex } from '../design/invalid-index.ts';
import { judge } from '../judge.ts';
import { noLockTimeout } from '../observed/no-lock-timeout.ts';
import { unrehearsed } from '../subject.suite.ts';
import { timeLimits } from './time-limits.ts';

beforeAll(loadParser);

function limits(...texts: readonly string[]): readonly number[] {
  return [...timeLimits(unrehearsed(...texts), 'lock_timeout')].map(({ limit }) => limit);
}

const changed = 'ALTER TABLE lamps ADD COLUMN watts numeric;';

test('a block that sets a limit before it changes anything runs with it', () => {
  const block = (set: string) => `DO $$ BEGIN PERFORM 1; ${set} ${changed} END $$;`;
  expect(limits(block("PERFORM set_config('lock_timeout', '2s', true);"))).toEqual([2000]);
  expect(limits(block("SET LOCAL lock_timeout = '3s';"))).toEqual([3000]);
  expect(limits(block(`${changed} SET LOCAL lock_timeout = '3s';`))).toEqual([Infinity]);
  expect(limits(block("-- SET lock_timeout = '3s';\n"))).toEqual([Infinity]);
});

test('what a block sets ends with its transaction where it says so', () => {
  const set = (isLocal: boolean) =>
    `DO $$ BEGIN PERFORM set_config('lock_timeout', '2s', ${isLocal}); END $$;`;
  const more = `COMMIT; ${changed}`;
  expect(limits(`BEGIN; ${set(true)} ${changed} ${more}`)).toEqual([Infinity, 2000, 2000, 2000, Infinity]);
  expect(limits(`BEGIN; ${set(false)} ${changed} ${more}`)).toEqual([Infinity, 2000, 2000, 2000, 2000]);
});

test('a limit on statements is told of where it cuts off the building of an index that nobody waits for', () => {
  const made = 'CREATE TABLE calls (id bigint, at date);';
  const built = 'CREATE INDEX CONCURRENTLY calls_at_idx ON calls (at);';
  const found = (...texts: readonly string[]) =>
    judge(unrehearsed(made, ...texts), [invalidIndex]).map(({ message }) => message);
  expect(found(`SET statement_timeout = '5s'; ${built}`)).toEqual([
    'statement_timeout ends this after 5 s: an index of calls that takes longer is left invalid',
  ]);
  expect(found(`SET statement_timeout = '5s'; SET statement_timeout = 0; ${built}`)).toEqual([]);
  expect(found(`SET statement_timeout = '1h'; ${built}`)).toEqual([]);
  expect(found(`SET lock_timeout = '5s'; ${built}`, "SET statement_timeout = '5s';", built)).toEqual([]);
  expect(
    found(
      `SET statement_timeout = '5s'; CREATE TABLE texts (id bigint); ${built.replaceAll('calls', 'texts')}`,
    ),
  ).toEqual([]);
});

test('a migration whose block limits itself is not asked for a limit', () => {
  const subject = unrehearsed(
    'CREATE TABLE lamps (id bigint);',
    `DO $$ BEGIN SET LOCAL lock_timeout = '2s'; END $$; ${changed}`,
  );
  expect(judge(subject, [noLockTimeout])).toEqual([]);
});
