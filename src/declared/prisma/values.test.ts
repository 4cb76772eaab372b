import { expect, test } from 'vitest';
import { defaultKey, isTypeAskedFor, typeKey } from './values.ts';

test.each([
  ["'x'::text", "'x'::character varying"],
  ['now()', 'CURRENT_TIMESTAMP'],
  ['(now())::timestamp(3) without time zone', 'now()'],
  ['0', "'0'::bigint"],
  ['0.00', '0'],
  ["'-1'::integer", '(-1)'],
  ['1.50', "'1.5'::numeric(65,30)"],
  ['ARRAY[]::text[]', "'{}'::text[]"],
  [`ARRAY['A'::public."Role", 'B'::public."Role"]`, `'{A,B}'::public."Role"[]`],
  [`'{"a":1,"b":[]}'::jsonb`, `'{"b": [], "a": 1}'::jsonb`],
  ["nextval('public.a_id_seq'::regclass)", `nextval('other."X"'::regclass)`],
  ["'2020-01-01'::date", "'2020-01-01 00:00:00'::timestamp without time zone"],
  ['NULL::character varying', undefined],
  [`'A'::public."a""b"`, `'A'::"Role"`],
  // Quotes of which one is not closed are no type, and are seen to be none at once.
  [`f('::${'"'.repeat(201)}!')`, `f('::${'"'.repeat(201)}!')`],
])('the defaults %s and %s are the same to Prisma', (a, b) => {
  expect(defaultKey(a)).toBe(defaultKey(b));
});

test.each([
  ["'x'::text", "'y'::text"],
  ['now()', undefined],
  ['0', undefined],
  ['0', '1'],
  ["timezone('utc'::text, now())", 'now()'],
  [`lower('a'::text)`, `upper('a'::text)`],
  [`('a'::text || 'b'::text)`, `'b'::text`],
  ["ARRAY['a, b'::text]", "ARRAY['a'::text, 'b'::text]"],
  ['true', 'false'],
])('the defaults %s and %s differ', (a, b) => {
  expect(defaultKey(a)).not.toBe(defaultKey(b));
});

test('a domain is its base, and a time without a precision has six digits', () => {
  const baseOf = (type: string) => ({ 'public.email': 'public.citext' })[type];
  expect(typeKey('public.email[]', baseOf)).toBe('public.citext[]');
  expect(typeKey('timestamp without time zone', baseOf)).toBe(
    typeKey('timestamp(6) without time zone', baseOf),
  );
  expect(typeKey('timestamp(3) with time zone', baseOf)).not.toBe(
    typeKey('timestamp(3) without time zone', baseOf),
  );
});

test('a declared time without a precision asks for none', () => {
  const isAsked = (had: string, wanted: string) => isTypeAskedFor(had, wanted, () => undefined);
  expect(isAsked('timestamp(3) without time zone', 'timestamp without time zone')).toBe(true);
  expect(isAsked('time(0) with time zone[]', 'time with time zone[]')).toBe(true);
  expect(isAsked('timestamp without time zone', 'timestamp(3) without time zone')).toBe(false);
  expect(isAsked('timestamp(3) with time zone', 'timestamp without time zone')).toBe(false);
  expect(isAsked('character varying(10)', 'character varying')).toBe(false);
});
