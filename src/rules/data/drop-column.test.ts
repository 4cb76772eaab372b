import { beforeAll, expect, test } from 'vitest';
import { loadParser } from '../../sql/parse.ts';
import { judge } from '../judge.ts';
import { unrehearsed } from '../subject.suite.ts';
import { dropColumn } from './drop-column.ts';

beforeAll(loadParser);

test('a column of a foreign table is missed by code, and nothing that it held is lost', () => {
  const subject = unrehearsed(
    'CREATE FOREIGN TABLE far (id int, mail text) SERVER other;',
    'ALTER FOREIGN TABLE far DROP COLUMN mail;',
  );
  expect(judge(subject, [dropColumn]).map(({ message }) => message)).toEqual([
    'code that still names `mail` of the foreign table far fails once it is dropped',
  ]);
});
