import { beforeAll, expect, test } from 'vitest';
import { loadParser } from '../../sql/parse.ts';
import { judge } from '../judge.ts';
import { unrehearsed } from '../subject.suite.ts';
import { nestedTransaction } from './nested-transaction.ts';

beforeAll(loadParser);

test('the COMMIT of a script is found where the runner has a transaction around it', () => {
  const subject = unrehearsed('BEGIN; CREATE TABLE a (); COMMIT; CREATE TABLE b ();');
  const by = (runner: 'flyway' | 'plain') =>
    judge({ ...subject, history: { ...subject.history, runner } }, [nestedTransaction]).length;
  expect([by('flyway'), by('plain')]).toEqual([1, 0]);
});
