import { describe, expect, test } from 'vitest';
import { reparsable, withNumber } from './reparsable.ts';

describe('text that the server deparsed is written so that it reads back as it was:', () => {
  test.each([
    ['a conjunction nested on the left', '((a AND b) AND c)', '((a AND b)::boolean AND c)'],
    ['a deeper one', '(((a OR b) OR c) OR d)', '(((a OR b)::boolean OR c)::boolean OR d)'],
    [
      'one in a check',
      'CHECK ((((a >= 1) AND (a <= 2)) AND (b > 0)))',
      'CHECK ((((a >= 1) AND (a <= 2))::boolean AND (b > 0)))',
    ],
    [
      'an array whose elements are cast as a whole',
      "((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
      "((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying]::character varying[])::text[]))",
    ],
    [
      'marks of a cycle',
      `) CYCLE id SET is_cycle TO 'Y'::text DEFAULT 'N'::text USING path`,
      `) CYCLE id SET is_cycle TO text 'Y' DEFAULT text 'N' USING path`,
    ],
    [
      'values that something is united with',
      ` SELECT 'a'::text AS f1\nUNION ALL\n SELECT "*VALUES*".column1 AS f1,\n    "*VALUES*".column2 AS "F 2"\n   FROM (VALUES ('c'::text,1), (NULL::text,2)) "*VALUES*"\n  ORDER BY 1`,
      ` SELECT 'a'::text AS f1\nUNION ALL\n VALUES ('c'::text,1), (NULL::text,2)\n  ORDER BY 1`,
    ],
    [
      'values that are sorted',
      ` SELECT column1 AS a,\n    column2 AS "B"\n   FROM (VALUES (1,')'::text), (2,'b'::text)) "*VALUES*"\n  ORDER BY column1 DESC\n LIMIT 1`,
      ` VALUES (1,')'::text), (2,'b'::text)\n  ORDER BY column1 DESC\n LIMIT 1`,
    ],
    [
      'values of a query that asks for them in another order',
      ` SELECT column2 AS a,\n    column1 AS b\n   FROM (VALUES (1,2)) "*VALUES*"\n  ORDER BY column1`,
      ` SELECT column2 AS a,\n    column1 AS b\n   FROM (VALUES (1,2)) "*VALUES*"\n  ORDER BY column1`,
    ],
    ['an array of numbers under a cast', '(ARRAY[1, 2])::bigint[]', '(ARRAY[1, 2]::integer[])::bigint[]'],
    ['an array of decimals', '(ARRAY[0.1, 0.5])::real[]', '(ARRAY[0.1, 0.5]::numeric[])::real[]'],
    ['an array of long numbers', '(ARRAY[2147483648])::real[]', '(ARRAY[2147483648]::bigint[])::real[]'],
    [
      'numbers below and above zero',
      `(ARRAY[1, '-1'::integer])::real[]`,
      `(ARRAY[1, '-1'::integer]::integer[])::real[]`,
    ],
    [
      'the last nulls of a row',
      `(ROW(1, NULL::date, NULL::character varying(9)))`,
      `(ROW(1, NULL::date, NULL::character varying(9)))`,
    ],
    [
      'the last nulls of a composite',
      `ROW(NULL::text, 2, NULL::date, NULL::numeric(9,2)[])::price`,
      'ROW(NULL::text, 2, NULL, NULL)::price',
    ],
    ['a whole composite', 'ROW(1, NULL::text)', 'ROW(1, NULL)'],
    ['a row in a row', `ROW(ROW(1, NULL::text)::s.inner, NULL::date)`, 'ROW(ROW(1, NULL)::s.inner, NULL)'],
    ['a text that looks like nulls', `ROW(', NULL::text')::price`, `ROW(', NULL::text')::price`],
    [
      'a join with a query',
      'a LEFT JOIN ( SELECT f(1) AS b) u ON TRUE)',
      'a LEFT JOIN ( SELECT f(1) AS b) u ON (true))',
    ],
    [
      'a join with rows of a function',
      `a FULL JOIN LATERAL g(1, (2)) "on ON TRUE"(b, c) ON TRUE WHERE (c = ' ON TRUE')`,
      `a FULL JOIN LATERAL g(1, (2)) "on ON TRUE"(b, c) ON (true) WHERE (c = ' ON TRUE')`,
    ],
    [
      'literals that came without names',
      `INSERT INTO t (a, b, c)  SELECT 'x'::text,\n     NULL::unknown,\n     ( SELECT DISTINCT 'y, '::text) AS c\n  RETURNING '1'::"char"`,
      `INSERT INTO t (a, b, c)  SELECT 'x'::text AS "?column?",\n     NULL::unknown AS "?column?",\n     ( SELECT DISTINCT 'y, '::text AS "?column?") AS c\n  RETURNING '1'::"char" AS "?column?"`,
    ],
    [
      'one on a single line',
      `RETURN (SELECT 'x'::text WHERE ('a'::text IN (SELECT 'b'::text)))`,
      `RETURN (SELECT 'x'::text AS "?column?" WHERE ('a'::text IN (SELECT 'b'::text AS "?column?")))`,
    ],
    ['a join without a condition', '(a LEFT JOIN public.b ON TRUE)', '(a LEFT JOIN public.b ON (true))'],
  ])('%s', (_, text, expected) => {
    expect(reparsable(text)).toBe(expected);
    expect(reparsable(expected)).toBe(expected);
  });

  test.each([
    ['a conjunction nested on the right', '(a AND (b AND c))'],
    ['a disjunction in a conjunction', '((a OR b) AND c)'],
    ['words within strings and names', `((a = 'x AND (y'::text) AND ("AND" OR b))`],
    ['an array whose elements are cast one by one', `(ARRAY[('a'::character varying)::text])`],
    ['a literal that has a name', "( SELECT 'x'::text AS text,\n    concat('a'::text, 'b'::text) AS concat)"],
    ["a null that is no row's", `f(ROW(1, f(2, NULL::text), 'x')::price, NULL::date)`],
    [
      'a null of the call that a text ends with',
      ' SELECT ROW(a, b)::pair AS p\n   FROM t\n  WHERE f(a, NULL::integer)',
    ],
    ['a null of a call that is cast', '(ROW(a)::pair = g(a, NULL::integer)::pair)'],
    ['a frame', '(PARTITION BY ((a)) ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)'],
  ])('%s stays', (_, text) => {
    expect(reparsable(text)).toBe(text);
  });
});

test('a parameter that has no name is called by its number, wherever no string or name is meant', () => {
  const body = `RETURN ("" || f."" || "F ""g"""."" || 'a "" b' || "x""y" || '""'::text)`;
  expect(withNumber(body, 2)).toBe(`RETURN ($2 || $2 || $2 || 'a "" b' || "x""y" || '""'::text)`);
});
