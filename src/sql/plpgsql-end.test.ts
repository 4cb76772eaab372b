import { beforeAll, expect, test } from 'vitest';
import { loadParser } from './parse.ts';
import { endsWithoutReturn } from './plpgsql-end.ts';

beforeAll(loadParser);

const ends = (body: string) =>
  endsWithoutReturn(
    `CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE n int; row t%ROWTYPE; BEGIN ${body} END $$`,
  );

test.each([
  'NEW.at := now();',
  "IF NEW.a THEN RAISE EXCEPTION 'no'; END IF;",
  "IF NEW.a THEN RAISE EXCEPTION 'no'; ELSE NEW.a := true; END IF;",
  "BEGIN RAISE EXCEPTION 'no'; EXCEPTION WHEN OTHERS THEN NULL; END;",
  "CASE n WHEN 1 THEN NULL; ELSE RAISE EXCEPTION 'no'; END CASE;",
  'LOOP n := n + 1; EXIT WHEN n > 3; END LOOP;',
  "RAISE NOTICE '%', 'return';",
])('%s gets to the end without a RETURN', (body) => {
  expect(ends(body)).toBe(true);
});

test.each([
  'RETURN NEW;',
  'IF NEW.a THEN return NEW; END IF;',
  "RAISE EXCEPTION 'no';",
  "NEW.a := 1; RAISE 'no';",
  "IF NEW.a THEN RAISE EXCEPTION 'no'; ELSIF NEW.b THEN RAISE 'b'; ELSE RAISE EXCEPTION 'c'; END IF;",
  "BEGIN NEW.a := 1; RAISE EXCEPTION 'no'; EXCEPTION WHEN unique_violation THEN RAISE; END;",
  "CASE n WHEN 1 THEN RAISE EXCEPTION 'one'; END CASE;",
  'LOOP PERFORM pg_sleep(1); END LOOP;',
  'this is no statement',
])('%s does not', (body) => {
  expect(ends(body)).toBe(false);
});
