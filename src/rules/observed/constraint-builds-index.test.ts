import { beforeAll, expect, test } from 'vitest';
import { hintText } from '../../model/hint.ts';
import { loadParser } from '../../sql/parse.ts';
import { judge } from '../judge.ts';
import { unrehearsed } from '../subject.suite.ts';
import { checkScan } from './check-scan.ts';
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

test('what the hints add a column with leaves out nothing that fills its rows', () => {
  const subject = unrehearsed(
    'CREATE TABLE stays (room int);',
    `ALTER TABLE stays ADD COLUMN id bigserial PRIMARY KEY;
     ALTER TABLE stays ADD COLUMN code text NOT NULL DEFAULT 'x' UNIQUE;
     ALTER TABLE stays ADD COLUMN plain text UNIQUE;
     ALTER TABLE stays ADD COLUMN guests int CHECK (guests > 0);`,
  );
  const hints = judge(subject, [constraintBuildsIndex, checkScan]).map(({ hint }) => hintText(hint ?? ''));
  expect(hints).toEqual([
    expect.stringContaining(`ADD COLUMN id bigint;
CREATE SEQUENCE stays_id_seq OWNED BY stays.id;
ALTER TABLE stays ALTER COLUMN id SET DEFAULT nextval('stays_id_seq');
Then build the index`),
    expect.stringContaining('ADD COLUMN code text …;\nCREATE UNIQUE INDEX CONCURRENTLY stays_code_key'),
    expect.stringContaining('ADD COLUMN plain text;\nCREATE UNIQUE INDEX CONCURRENTLY stays_plain_key'),
    expect.stringContaining(
      'ADD COLUMN guests integer;\nALTER TABLE stays ADD CONSTRAINT stays_guests_check',
    ),
  ]);
});
