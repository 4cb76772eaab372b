import { expect, test } from 'vitest';
import { countQuery, rewriteQuestion, sampleQuery } from './question.ts';

test('rows are counted, or the values in a column of theirs', () => {
  expect(countQuery({ from: { table: 'public.t' } })).toBe('SELECT count(*) FROM public.t');
  expect(countQuery({ from: { table: 'public.t' }, counted: 'a' })).toBe('SELECT count(a) FROM public.t');
  expect(countQuery({ from: { table: 'public.t', isOnly: true } })).toBe(
    'SELECT count(*) FROM ONLY public.t',
  );
  const held = {
    from: { select: 'SELECT a AS value FROM public.t' },
    alias: 'held',
    where: 'NOT (VALUE > 0)',
  };
  expect(countQuery(held)).toBe(
    'SELECT count(*) FROM (SELECT a AS value FROM public.t) AS held WHERE NOT (VALUE > 0)',
  );
});

test('rows are shown by their keys, under their alias', () => {
  const question = { from: { table: 'public.t' }, where: 'a IS NULL' };
  expect(sampleQuery(question, ['id', 'at'])).toBe('SELECT id, at FROM public.t WHERE a IS NULL LIMIT 5');
  expect(sampleQuery({ ...question, alias: 'child' }, ['ctid'])).toBe(
    'SELECT child.ctid FROM public.t AS child WHERE a IS NULL LIMIT 5',
  );
});

test('rows that agree are counted once, and shown by what they agree in', () => {
  const question = { from: { table: 'public.t' }, where: 'a IS NOT NULL', groupedBy: ['a', 'b'] };
  expect(countQuery(question)).toBe(
    'SELECT count(*) FROM (SELECT FROM public.t WHERE a IS NOT NULL GROUP BY a, b HAVING count(*) > 1) AS duplicates',
  );
  expect(sampleQuery(question, [])).toBe(
    'SELECT a, b, count(*) AS "times" FROM public.t WHERE a IS NOT NULL GROUP BY a, b HAVING count(*) > 1 ORDER BY count(*) DESC LIMIT 5',
  );
});

test('a question can be asked in another schema', () => {
  const there = (sql: string) => sql.replaceAll('public.', 'shop.');
  const question = { from: { table: 'public.t' }, where: 'public.f(a)', groupedBy: ['a'] };
  expect(rewriteQuestion(question, there)).toEqual({
    from: { table: 'shop.t' },
    where: 'shop.f(a)',
    groupedBy: ['a'],
  });
});
