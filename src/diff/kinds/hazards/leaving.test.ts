import { expect, test } from 'vitest';
import { hazardTeller } from '../../../../test/judge/told.ts';

const told = hazardTeller();

test('with an extension its tables lose their rows, and with what code calls that code fails', async () => {
  const saidOf = async (sql: string) => (await told(sql, '', '', false)).map((hazard) => hazard.join(': '));
  expect(await saidOf('CREATE EXTENSION pg_cron; CREATE EXTENSION citext')).toEqual([
    'breaks-code: Code that still uses citext fails.',
    'destroys-data: The rows of cron.job, cron.job_run_details are lost with pg_cron.',
    'breaks-code: Code that still uses pg_cron fails.',
  ]);
  expect(await saidOf('CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int)')).toEqual([
    'breaks-code: Code that still uses public.total(integer) fails.',
  ]);
  expect(
    await saidOf(
      'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE t () SERVER far',
    ),
  ).toEqual(['breaks-code: Code that still uses public.t fails.']);
});

test('what is made anew is there for code', async () => {
  const total = (start: number) =>
    `CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int, initcond = '${start}')`;
  expect(await told(total(0), total(1), '', false)).toEqual([]);
});
