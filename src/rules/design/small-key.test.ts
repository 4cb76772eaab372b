import { beforeAll, expect, test } from 'vitest';
import { loadParser } from '../../sql/parse.ts';
import { judge } from '../judge.ts';
import { unrehearsed } from '../subject.suite.ts';
import { smallKey } from './small-key.ts';

beforeAll(loadParser);

test('of columns that end at different numbers each is told with its own', () => {
  const subject = unrehearsed(
    'CREATE TABLE a (id smallint PRIMARY KEY, number serial); CREATE TABLE b (id int PRIMARY KEY, n serial);',
  );
  expect(judge(subject, [smallKey]).map(({ message }) => message)).toEqual([
    '`id`, `number` of a end at 2,147,483,647, `id` already at 32,767',
    '`id`, `n` of b end at 2,147,483,647',
  ]);
});
