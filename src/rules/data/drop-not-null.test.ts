import { beforeAll, expect, test } from 'vitest';
import { loadParser } from '../../sql/parse.ts';
import { judge } from '../judge.ts';
import { unrehearsed } from '../subject.suite.ts';
import { dropNotNull } from './drop-not-null.ts';

beforeAll(loadParser);

/** What is said of a change to a table whose NOT NULLs have names. */
function said(change: string): readonly string[] {
  const subject = unrehearsed(
    `CREATE TABLE t (a text CONSTRAINT a_is_known NOT NULL, b text NOT NULL, c text, CONSTRAINT c_length CHECK (length(c) < 9));
ALTER TABLE t ADD COLUMN d text CONSTRAINT d_is_known NOT NULL;`,
    change,
  );
  return judge(subject, [dropNotNull]).map(({ message }) => message);
}

test.each([
  ['a', 'ALTER TABLE t ALTER COLUMN a DROP NOT NULL;'],
  ['a', 'ALTER TABLE t DROP CONSTRAINT a_is_known;'],
  ['b', 'ALTER TABLE t DROP CONSTRAINT t_b_not_null;'],
  ['d', 'ALTER TABLE t DROP CONSTRAINT d_is_known;'],
])('%s may be null after %s', (column, change) => {
  expect(said(change)).toEqual([`\`${column}\` of t may be null from here on`]);
});

test('another constraint that goes leaves NOT NULL alone', () => {
  expect(said('ALTER TABLE t DROP CONSTRAINT c_length;')).toEqual([]);
});
