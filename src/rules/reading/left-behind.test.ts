import { expect, test } from 'vitest';
import { findingsIn } from '../../../test/found-by.ts';

const start = `CREATE TABLE public.visits (id bigint PRIMARY KEY, day numeric NOT NULL, note text,
  length int GENERATED ALWAYS AS (length(note)) STORED);`;
const columns = 'id, day, note';
const save = `CREATE TABLE public.aside AS SELECT ${columns} FROM public.visits WITH NO DATA;
LOCK TABLE public.visits IN ACCESS EXCLUSIVE MODE;
INSERT INTO public.aside SELECT ${columns} FROM public.visits;`;
const remade = `DROP TABLE public.visits;
CREATE TABLE public.visits (id bigint, day numeric NOT NULL, note text, PRIMARY KEY (id, day)) PARTITION BY LIST (day);
CREATE TABLE public.rest PARTITION OF public.visits DEFAULT;`;
const back = `INSERT INTO public.visits (${columns}) SELECT ${columns} FROM public.aside;
DROP TABLE public.aside;`;
const whole = [save, remade, back].join('\n');

/** What is told of a change of `before` that concerns rows or locks. */
async function told(change: string, before = start): Promise<readonly string[]> {
  const findings = await findingsIn('none', before, change);
  return findings
    .filter(({ rule }) => /^(drop-table|truncate|work-under-lock|lock-table|unbounded-change)$/.test(rule))
    .map(({ rule, message }) => `${rule}: ${message}`);
}

const copied =
  'work-under-lock: the rows of public.visits are copied aside and back while line 2 locks it: every SELECT, INSERT, UPDATE and DELETE on it waits until the transaction ends';
const dropped = 'drop-table: dropping public.visits loses its rows, and code that still names it fails';

test('of a table that is made anew with the rows that it had, only the lock is told', async () => {
  expect(await told(whole)).toEqual([copied]);
});

test('of rows and values that do not come back, it is told which those are', async () => {
  expect(await told(whole.replace('public.aside;', 'public.aside WHERE day > 3;'))).toEqual([
    copied,
    'drop-table: dropping public.visits loses the rows that are not put back into it',
  ]);
  expect(await told(whole.replaceAll(columns, 'id, day'))).toEqual([
    copied,
    'drop-table: dropping public.visits loses what is in `note`',
  ]);
  expect(await told(whole.replace('day numeric', 'day int'))).toEqual([
    copied,
    'drop-table: dropping public.visits loses what is in `day`',
  ]);
});

test.each([
  ['they are not put back', [save, remade].join('\n')],
  ['others may write meanwhile', whole.replace('ACCESS EXCLUSIVE', 'ACCESS SHARE')],
  ['they are taken away before they come back', whole.replace('DROP', 'TRUNCATE public.aside; DROP')],
  ['they are taken away afterwards', `${whole}\nDELETE FROM public.visits;`],
  ['code takes them away afterwards', `${whole}\nDO $$ BEGIN DELETE FROM public.visits; END $$;`],
  ['a partition goes with them afterwards', `${whole}\nDROP TABLE public.rest;`],
  ['they come back in another transaction', whole.replace('INSERT INTO public.visits', 'COMMIT; $&')],
])('rows that are set aside are lost all the same where %s', async (_, change) => {
  expect(await told(change)).toContain(dropped);
});

test('rows of partitions come back with those of the whole, but where they have left before', async () => {
  const before = `CREATE TABLE public.visits (id bigint, day int NOT NULL, note text) PARTITION BY LIST (day);
CREATE TABLE public.one PARTITION OF public.visits FOR VALUES IN (1);
CREATE TABLE public.rest PARTITION OF public.visits DEFAULT;`;
  const plain = `DROP TABLE public.one; DROP TABLE public.rest; DROP TABLE public.visits;
CREATE TABLE public.visits (id bigint, day int NOT NULL, note text);`;
  const unnamed = (part: string) =>
    `drop-table: code that still names public.${part} fails once it is dropped; its rows come back in the table that it was a partition of`;
  expect(await told([save, plain, back].join('\n'), before)).toEqual([
    copied,
    unnamed('one'),
    unnamed('rest'),
  ]);
  expect(await told([save, `${plain} CREATE TABLE public.one (id int);`, back].join('\n'), before)).toEqual([
    copied,
    unnamed('rest'),
  ]);
  const only = save.replace('aside SELECT id, day, note FROM', '$& ONLY');
  expect(await told([only, plain, back].join('\n'), before)).toEqual([
    copied,
    'drop-table: dropping public.one loses its rows, and code that still names it fails',
    'drop-table: dropping public.rest loses its rows, and code that still names it fails',
    dropped,
  ]);
  const leaves = `ALTER TABLE public.visits DETACH PARTITION public.one;`;
  expect(await told([leaves, save, plain, back].join('\n'), before)).toEqual([
    copied.replace('line 2', 'line 3'),
    'drop-table: dropping public.one loses its rows, and code that still names it fails',
    unnamed('rest'),
  ]);
});
