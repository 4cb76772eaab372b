import { beforeAll, expect, test } from 'vitest';
import { loadParser, parseSql } from './parse.ts';
import { shown } from './relations.ts';
import { relationsNamed } from './relations-named.ts';

beforeAll(loadParser);

test.each([
  ['DROP TABLE books, public.authors', ['books', 'public.authors']],
  ['DROP VIEW IF EXISTS long_books', ['long_books']],
  ['DROP MATERIALIZED VIEW counts', ['counts']],
  ['DROP FOREIGN TABLE lent', ['lent']],
  ['DROP SEQUENCE numbers CASCADE', ['numbers']],
  ['DROP INDEX CONCURRENTLY books_title_idx', ['books_title_idx']],
  ['DROP TRIGGER watch ON books', ['books']],
  ['DROP POLICY own ON public.books', ['public.books']],
  ['DROP RULE keep ON books', ['books']],
  ['DROP SCHEMA app', []],
  ['DROP FUNCTION f(int)', []],
  ['TRUNCATE books', ['books']],
  [`COMMENT ON TABLE books IS ''`, ['books']],
  [`COMMENT ON COLUMN books.title IS ''`, ['books']],
  [`COMMENT ON COLUMN public.books.title IS ''`, ['public.books']],
  [`COMMENT ON CONSTRAINT books_pkey ON books IS ''`, ['books']],
  [`COMMENT ON TYPE mood IS ''`, []],
  ['GRANT SELECT ON books TO reader', ['books']],
  ['GRANT USAGE ON SEQUENCE numbers TO reader', ['numbers']],
  ['GRANT USAGE ON SCHEMA app TO reader', []],
  ['ALTER TABLE books RENAME TO volumes', ['books']],
  ['ALTER VIEW long_books SET SCHEMA app', ['long_books']],
  ['ALTER TRIGGER watch ON books RENAME TO see', ['books']],
  ['ALTER INDEX whole ATTACH PARTITION part', ['whole', 'part']],
  ['ALTER SEQUENCE public.numbers OWNED BY books.id', ['public.numbers', 'books']],
  ['ALTER SEQUENCE public.numbers OWNED BY NONE', ['public.numbers']],
  ['CREATE TABLE copied AS SELECT FROM public.books', ['public.books', 'copied']],
  ['CREATE VIEW long_books AS WITH long AS (SELECT FROM books) SELECT FROM long', ['long_books', 'books']],
  ['CREATE TYPE pair AS (a int, b int)', []],
  ['CREATE TRIGGER t AFTER DELETE ON books REFERENCING OLD TABLE AS gone EXECUTE FUNCTION f()', ['books']],
  ['LOCK TABLE books', ['books']],
  ['VACUUM books', ['books']],
])('%s names %j', (sql, names) => {
  const parsed = parseSql(sql);
  expect(
    relationsNamed(parsed.ok ? parsed.trees : [])
      .map(shown)
      .sort(),
  ).toEqual([...names].sort());
});
