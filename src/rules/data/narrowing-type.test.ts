import { beforeAll, expect, test } from 'vitest';
import { loadParser } from '../../sql/parse.ts';
import { judge } from '../judge.ts';
import { unrehearsed } from '../subject.suite.ts';
import { narrowingType } from './narrowing-type.ts';

beforeAll(loadParser);

/** What is said of a column that goes from one type to another; nothing has to run for it. */
function said(from: string, to: string): readonly string[] {
  const subject = unrehearsed(
    `CREATE TABLE t (c ${from});`,
    `ALTER TABLE t ALTER COLUMN c TYPE ${to} USING c::text::${to};`,
  );
  return judge(subject, [narrowingType]).map(({ rule }) => rule);
}

test.each([
  ['bigint', 'integer'],
  ['text', 'varchar(20)'],
  ['varchar(20)', 'char(10)'],
  ['varchar(20)', 'varchar(10)'],
  ['numeric(10,2)', 'numeric(10,4)'],
  ['numeric(10,2)', 'numeric(10,0)'],
  ['integer', 'numeric(10,2)'],
  ['timestamptz', 'date'],
  ['timestamp', 'timestamp(3)'],
  ['text', 'uuid'],
  ['double precision', 'integer'],
  ['numeric', 'real'],
  ['bigint', 'real'],
  ['inet', 'cidr'],
  ['timestamp', 'time'],
  ['integer', 'boolean'],
])('%s to %s holds less', (from, to) => {
  expect(said(from, to)).toEqual(['narrowing-type']);
});

test.each([
  ['integer', 'bigint'],
  ['date', 'timestamp(3)'],
  ['date', 'timestamptz'],
  ['integer', 'numeric(12,2)'],
  ['numeric(10,2)', 'numeric(12,4)'],
  ['varchar(10)', 'text'],
  ['text', 'varchar'],
  ['citext', 'text'],
  ['uuid', 'text'],
  ['cidr', 'inet'],
  ['json', 'jsonb'],
  ['jsonb', 'json'],
  ['boolean', 'integer'],
])('%s to %s holds all that was there', (from, to) => {
  expect(said(from, to)).toEqual([]);
});
