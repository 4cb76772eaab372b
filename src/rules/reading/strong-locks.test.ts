import { beforeAll, expect, test } from 'vitest';
import { loadParser } from '../../sql/parse.ts';
import { unrehearsed } from '../subject.suite.ts';
import { strongLocks } from './strong-locks.ts';

beforeAll(loadParser);

test.each([
  ['DETACH PARTITION p', ['public.t AccessExclusiveLock']],
  ['DETACH PARTITION p CONCURRENTLY', []],
  ['DETACH PARTITION p FINALIZE', []],
  ['ATTACH PARTITION p DEFAULT', ['public.p AccessExclusiveLock']],
  ['VALIDATE CONSTRAINT c, ALTER COLUMN a SET STATISTICS 9', []],
  ['VALIDATE CONSTRAINT c, ADD COLUMN b int', ['public.t AccessExclusiveLock']],
  ['SET WITHOUT CLUSTER', []],
  ['SET SCHEMA s', ['public.t AccessExclusiveLock']],
  ['DISABLE TRIGGER USER, ENABLE ALWAYS TRIGGER g', ['public.t ShareRowExclusiveLock']],
  [
    'ADD COLUMN b int REFERENCES r, ADD COLUMN c int REFERENCES t',
    ['public.t AccessExclusiveLock', 'public.r ShareRowExclusiveLock'],
  ],
  ['ADD FOREIGN KEY (a) REFERENCES r', ['public.t ShareRowExclusiveLock', 'public.r ShareRowExclusiveLock']],
])('the locks of ALTER TABLE t %s are deduced where it did not run', (command, locks) => {
  const { acts } = unrehearsed('CREATE TABLE t (a int);', `ALTER TABLE t ${command};`);
  const deduced = acts.slice(1).flatMap(strongLocks);
  expect(deduced.map(({ relation, mode }) => `${relation} ${mode}`)).toEqual(locks);
});
