import { beforeAll, expect, test } from 'vitest';
import type { Rule } from '../model/rule.ts';
import { loadParser } from '../sql/parse.ts';
import { addRequiredColumn } from './data/add-required-column.ts';
import { judge } from './judge.ts';
import { noLockTimeout } from './observed/no-lock-timeout.ts';
import { unrehearsed } from './subject.suite.ts';

beforeAll(loadParser);

test('a finding underlines the name it is about, in the lines of its file', () => {
  const subject = unrehearsed('SELECT 1;\nALTER TABLE "Odd Name"\n  ADD COLUMN "büro" text NOT NULL;\n');
  expect(judge(subject, [addRequiredColumn])).toMatchObject([
    {
      rule: 'add-required-column',
      where: { file: '001.sql', line: 5, column: 14 },
      migration: '001',
      statement: 2,
      frame: { firstLine: 3, line: 5, column: 14, length: 6 },
    },
  ]);
});

test('findings come in the order of the history, whichever rule asks', () => {
  const subject = unrehearsed(
    'ALTER TABLE a ADD COLUMN x int NOT NULL;',
    "SET lock_timeout = '1s'; ALTER TABLE b ADD COLUMN y int NOT NULL;",
    'ALTER TABLE c ADD COLUMN z int;',
  );
  expect(
    judge(subject, [noLockTimeout, addRequiredColumn]).map(({ rule, migration }) => `${migration} ${rule}`),
  ).toEqual([
    '001 no-lock-timeout',
    '001 add-required-column',
    '002 add-required-column',
    '003 no-lock-timeout',
  ]);
});

test('SQL that does not parse is passed over, and its neighbours are judged all the same', () => {
  const subject = unrehearsed(
    'ALTER TABLE a ADD COLUMN x int NOT NULL; ALTER TABLE a ADD COLUMN; ALTER TABEL b;',
  );
  expect(judge(subject, [addRequiredColumn])).toHaveLength(1);
});

test('a rule that throws is told of, and the others judge', () => {
  const broken: Rule = {
    ...addRequiredColumn,
    id: 'broken',
    judge: () => {
      throw new Error('no');
    },
  };
  const subject = unrehearsed('ALTER TABLE a ADD COLUMN x int NOT NULL;');
  expect(() => judge(subject, [broken])).toThrow('no');
  const found = judge(subject, [broken, addRequiredColumn], ({ id }) => ({ message: `${id} failed` }));
  expect(found.map(({ message }) => message)).toEqual(['broken failed', expect.stringContaining('`x`')]);
});
