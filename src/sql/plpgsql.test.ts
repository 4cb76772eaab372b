import { beforeAll, expect, test } from 'vitest';
import { loadParser } from './parse.ts';
import { asFieldsOfValues, readPlpgsql } from './plpgsql.ts';

beforeAll(loadParser);

const read = (body: string, head = 'FUNCTION f() RETURNS trigger') =>
  readPlpgsql(`CREATE ${head} LANGUAGE plpgsql AS $body$${body}$body$`);
const sqlOf = (body: string) => read(body)?.statements.map(({ line, sql }) => [line, sql]);

test('a body is read as its statements with their lines: without INTO, and with SELECT before expressions', () => {
  expect(
    sqlOf(`
DECLARE n bigint := 1;
BEGIN
  SELECT x INTO STRICT n FROM t WHERE id = n;
  NEW."updatedAt" := now();
  PERFORM g(n);
  IF n > 1 THEN RAISE NOTICE '%', n USING HINT = TG_OP; END IF;
  FOR n IN SELECT y FROM u LOOP DELETE FROM v; END LOOP;
  CALL p(n);
  RETURN NEW;
END`),
  ).toEqual([
    [2, 'SELECT "n"'],
    [2, 'SELECT 1'],
    [4, 'SELECT x               FROM t WHERE id = n'],
    [5, 'SELECT NEW."updatedAt"'],
    [5, 'SELECT  now()'],
    [6, 'SELECT g(n)'],
    [7, 'SELECT n > 1'],
    [7, 'SELECT n'],
    [7, 'SELECT TG_OP'],
    [8, 'SELECT y FROM u'],
    [8, 'DELETE FROM v'],
    [9, 'CALL p(n)'],
  ]);
});

test('variables have the types that they are declared with, also under another name', () => {
  const body = read('DECLARE r app.t%ROWTYPE; i app.t.id%TYPE; c ALIAS FOR i; one record; BEGIN NULL; END');
  const own = body?.variables.filter(({ name }) => /^([ric]|one)$/.test(name));
  expect(own).toEqual([
    { name: 'r', type: 'app.t', isEverywhere: false },
    { name: 'i', type: 'app.t.id%TYPE', isEverywhere: false },
    { name: 'one', type: 'record', isEverywhere: false },
    { name: 'c', type: 'app.t.id%TYPE', aliasOf: 'i', isEverywhere: false },
  ]);
});

test('variables of the outermost block are everywhere, those of blocks, loops and cursors are not', () => {
  const body = read(`
DECLARE a int; c CURSOR (b int) FOR SELECT b;
BEGIN
  DECLARE d int; BEGIN NULL; END;
  FOR e IN 1 .. 2 LOOP NULL; END LOOP;
END`);
  const names = (isWanted: boolean) =>
    body?.variables.filter((one) => one.isEverywhere === isWanted).map(({ name }) => name);
  expect(names(true)).toEqual(expect.arrayContaining(['a', 'c', 'new', 'found']));
  expect(names(false)).toEqual(['b', 'd', 'e']);
});

test('what a handler may catch is left out, and so is what follows a question to the catalog or a change of it', () => {
  const caught =
    'BEGIN BEGIN DELETE FROM a; EXCEPTION WHEN undefined_table THEN DELETE FROM b; END; DELETE FROM c; END';
  expect(sqlOf(caught)).toEqual([
    [1, 'DELETE FROM b'],
    [1, 'DELETE FROM c'],
  ]);
  const other = 'BEGIN DELETE FROM a; EXCEPTION WHEN unique_violation THEN DELETE FROM b; END';
  expect(sqlOf(other)).toContainEqual([1, 'DELETE FROM a']);
  expect(
    sqlOf("BEGIN DELETE FROM a; IF to_regclass('b') IS NULL THEN RETURN NULL; END IF; DELETE FROM b; END"),
  ).toEqual([[1, 'DELETE FROM a']]);
  expect(sqlOf("BEGIN EXECUTE 'CREATE TABLE b ()'; DELETE FROM b; END")).toEqual([]);
});

test('what the body has asked about its call is told with each statement, also where a variable holds the answer', () => {
  const asked = (body: string) => read(body)?.statements.at(-1)?.asked;
  expect(asked('BEGIN DELETE FROM a; END')).toBe('nothing');
  expect(asked('BEGIN INSERT INTO log VALUES (TG_TABLE_NAME); DELETE FROM a; END')).toBe('nothing');
  expect(asked("BEGIN IF TG_OP = 'INSERT' THEN DELETE FROM a; END IF; END")).toBe('operation');
  expect(asked("DECLARE t text := TG_TABLE_NAME; BEGIN IF t = 'a' THEN DELETE FROM a; END IF; END")).toBe(
    'table',
  );
});

test('what the parser does not take is undefined', () => {
  expect(read('BEGIN nonsense')).toBeUndefined();
});

test('fields of variables are written as those of values', () => {
  const isVariable = (name: string) => name === 'new' || name === 'Odd';
  expect(asFieldsOfValues(`SELECT new.a, x.new, new.*, "Odd".b, 'new.c' FROM new`, isVariable)).toBe(
    `SELECT (new).a, x.new, new.*, ("Odd").b, 'new.c' FROM new`,
  );
});
