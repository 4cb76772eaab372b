import { expect, test } from 'vitest';
import { executedTexts, innerChanges, innerStatements } from './inner.ts';

const told = (sql: string) => innerChanges(sql).map(({ verb, relation }) => [verb, relation]);

test('changes of rows are found in the body of a DO block, also in branches and loops', () => {
  const block = `DO $x$
DECLARE r record;
BEGIN
  -- DELETE FROM nobody;
  IF EXISTS (SELECT 1 FROM a) THEN DELETE FROM a WHERE id = 1; ELSE UPDATE public."Odd B" SET n = 1; END IF;
  FOR r IN SELECT 1 LOOP
    TRUNCATE TABLE c, d;
  END LOOP;
  RAISE NOTICE 'DELETE FROM nobody';
END $x$ LANGUAGE plpgsql`;
  expect(told(block)).toEqual([
    ['DELETE', 'a'],
    ['UPDATE', 'public."Odd B"'],
    ['TRUNCATE', 'c'],
  ]);
});

test('tables are told whatever they are called', () => {
  const names = ['größe', '名前', '😀', '_a$1', 'app . "Odd""B"'];
  const block = `DO $x$ BEGIN ${names.map((name) => `DELETE FROM ${name};`).join(' ')} END $x$`;
  expect(told(block)).toEqual(names.map((name) => ['DELETE', name]));
});

test('what EXECUTE runs is told by its literals, and its table only where they name one', () => {
  const block = `DO 'BEGIN
    EXECUTE ''DELETE FROM old_rows WHERE id < 5'';
    EXECUTE format(''TRUNCATE %I'', t);
    EXECUTE ''UPDATE '' || t || '' SET n = 1'';
    EXECUTE ''TRUNCATE '' || t;
    EXECUTE stored;
  END'`;
  expect(told(block)).toEqual([
    ['DELETE', 'old_rows'],
    ['TRUNCATE', undefined],
    ['UPDATE', undefined],
    ['TRUNCATE', undefined],
  ]);
});

test('the body of a function in SQL is read alike, and a query that only speaks of rows is none', () => {
  expect(told('CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DELETE FROM a $$')).toEqual([
    ['DELETE', 'a'],
  ]);
  expect(told('DO $$ BEGIN PERFORM 1 FROM a FOR UPDATE; END $$')).toEqual([]);
});

test('a query that a loop goes through ends where the loop begins', () => {
  const block = `DO $x$ BEGIN
    FOR r IN SELECT a FROM t WHERE b IN (SELECT 1) LOOP DELETE FROM c; END LOOP;
    FOR r IN DELETE FROM d RETURNING a LOOP PERFORM 1; END LOOP;
  END $x$`;
  expect(innerStatements(block, /^SELECT$/i)).toEqual(['SELECT a FROM t WHERE b IN (SELECT 1) ']);
  expect(told(block)).toEqual([
    ['DELETE', 'c'],
    ['DELETE', 'd'],
  ]);
});

test('what EXECUTE runs is known where it is one literal', () => {
  const block = `DO $x$ BEGIN
    EXECUTE 'SELECT ''a''' INTO b;
    FOR r IN EXECUTE $$ SELECT $1 $$ USING c LOOP END LOOP;
    EXECUTE 'SELECT ' || d; EXECUTE format('SELECT %I', e); EXECUTE f;
  END $x$`;
  expect(executedTexts(block)).toEqual([`SELECT 'a'`, 'SELECT $1 ']);
});
