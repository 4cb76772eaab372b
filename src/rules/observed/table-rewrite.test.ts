import { expect, test } from 'vitest';
import { cold, historyOf } from '../../replay/rehearsal.suite.ts';
import { rehearse } from '../../replay/rehearse.ts';
import { loadParser } from '../../sql/parse.ts';
import { judge } from '../judge.ts';
import { readSubject } from '../subject.ts';
import { tableRewrite } from './table-rewrite.ts';

test('of several changes those are told that rows are written for: defaults that differ from row to row, no STABLE function of the project', async () => {
  await loadParser();
  const history = historyOf([
    `CREATE TABLE books (id int, title varchar(20), pages int);
CREATE FUNCTION home() RETURNS text LANGUAGE sql STABLE AS $$ SELECT 'shelf' $$;
CREATE FUNCTION token() RETURNS uuid LANGUAGE sql AS $$ SELECT gen_random_uuid() $$;`,
    'ALTER TABLE books ALTER title TYPE text, ALTER pages TYPE bigint;',
    'ALTER TABLE books ADD COLUMN place text DEFAULT home(), ADD COLUMN token uuid DEFAULT token(), ADD n float DEFAULT random();',
  ]);
  const rehearsal = await rehearse(history, { ...cold, readsSchema: true });
  const subject = readSubject(history, rehearsal.trace, await rehearsal.schema(), {});
  expect(judge(subject, [tableRewrite]).map(({ message }) => message)).toEqual([
    'changing the type of `pages` to bigint rewrites books, and everything that reads or writes it waits',
    'adding `token` with a default that differs from row to row rewrites books, and everything that reads or writes it waits',
    'adding `n` with a default that differs from row to row rewrites books, and everything that reads or writes it waits',
  ]);
});
