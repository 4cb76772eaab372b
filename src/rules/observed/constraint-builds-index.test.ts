import { beforeAll, expect, test } from 'vitest';
import { loadParser } from '../../sql/parse.ts';
import { unrehearsed } from '../subject.suite.ts';
import { constraintBuildsIndex } from './constraint-builds-index.ts';

beforeAll(loadParser);

test.each([
  ['UNIQUE (room, during)', true],
  ['UNIQUE (room, during WITHOUT OVERLAPS)', false],
  ['EXCLUDE USING gist (during WITH &&)', false],
])('whether %s can be written anew by way of an index: %s', (constraint, isMendable) => {
  const subject = unrehearsed(
    'CREATE TABLE stays (room int, during daterange);',
    `ALTER TABLE stays ADD CONSTRAINT one_guest ${constraint};`,
  );
  const verdicts = [...constraintBuildsIndex.judge(subject)];
  expect(verdicts.map(({ fix }) => fix !== undefined)).toEqual([isMendable]);
});
