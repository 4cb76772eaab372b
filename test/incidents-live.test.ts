import { describe, expect, test } from 'vitest';
import { liveDatabase, root, strata } from './incident.ts';

describe('already-there', () => {
  const [dir, migration] = ['cases/incidents/already-there', '20251103094500_token_tables'];

  test('drift names every object that is there unrecorded, and which migration would make it', async () => {
    await using live = await liveDatabase('already-there');
    const { stdout } = strata(['drift', dir], root, live);
    for (const table of ['skill_pools', 'token_demands'])
      expect(stdout).toContain(`table public.${table} is there, and no applied migration makes it`);
    expect(stdout).toContain(`strata repair ${dir} --record ${migration}`);
  });

  test('record proves that what is there is what the migration makes, and changes nothing before it is told to', async () => {
    await using live = await liveDatabase('already-there');
    const { status, stdout } = strata(['repair', dir, '--record', migration], root, live);
    expect(stdout).toContain(
      `what ${migration} makes is there, object by object the same (16 objects compared)`,
    );
    expect(status).toBe(0);
    const recorded = await live?.query('SELECT count(*)::int AS n FROM _prisma_migrations');
    expect(recorded).toEqual([{ n: 2 }]);
  });

  test('record refuses what is not quite the same, and says how it differs', async () => {
    await using live = await liveDatabase('already-there');
    await live?.query(`ALTER TABLE token_demands DROP CONSTRAINT token_demands_p90_at_least_p50_check;
      ALTER TABLE token_demands ALTER COLUMN tokens_p50 TYPE numeric(14, 2)`);
    const { status, stdout } = strata(['repair', dir, '--record', migration], root, live);
    expect(status).toBe(1);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'column public.token_demands.tokens_p50 differs: type is numeric(14,2) there, and should be numeric(14,4)',
    );
    expect(stdout).toContain(
      'constraint public.token_demands.token_demands_p90_at_least_p50_check is not there',
    );
  });
});

/** What `strata drift --json` tells of each object of an incident. */
async function drifted(name: string): Promise<readonly Record<string, unknown>[]> {
  await using live = await liveDatabase(name);
  return JSON.parse(strata(['drift', `cases/incidents/${name}`, '--json'], root, live).stdout).objects;
}

test('vanished-function: both are named with the migration, the lines that made them and when it was applied', async () => {
  const migration = '20250702141500_audit_trigger';
  const origin = { migration, appliedAt: '2025-07-02 14:20:00+00' };
  expect(await drifted('vanished-function')).toMatchObject([
    {
      kind: 'missing',
      what: 'trigger',
      cause: { kind: 'dropped', migration },
      origin: { ...origin, line: 33 },
    },
    {
      kind: 'missing',
      what: 'function',
      name: 'public.audit_trigger_function()',
      origin: { ...origin, line: 18 },
    },
  ]);
});

test('pushed-then-resolved: the two differences are listed, with the migration that was only recorded', async () => {
  const cause = { kind: 'recorded', migration: '20260204090000_batch_workflow' };
  expect(await drifted('pushed-then-resolved')).toMatchObject([
    {
      kind: 'different',
      what: 'column',
      history: { type: 'text' },
      live: { type: 'character varying(191)' },
      cause,
    },
    { kind: 'missing', what: 'index', name: 'public."DescriptorReview_batchId_submittedAt_idx"', cause },
  ]);
});

test('pushed-with-data-loss: a push dropped the one column and made the other; to bring it back is refused at first', async () => {
  expect(await drifted('pushed-with-data-loss')).toMatchObject([
    { kind: 'extra', name: 'public."User"."displayName"', cause: { kind: 'pushed' } },
    { kind: 'missing', name: 'public."User".name', cause: { kind: 'pushed' } },
  ]);
  await using live = await liveDatabase('pushed-with-data-loss');
  const dir = 'cases/incidents/pushed-with-data-loss';
  expect(strata(['repair', dir, '--revert'], root, live)).toMatchObject({ status: 1 });
  const adopted = strata(['repair', dir, '--adopt'], root, live);
  expect(adopted.stdout.replaceAll(/\s+/g, ' ')).toContain(
    `--rename 'public."User".name=public."User"."displayName"' keeps them`,
  );
});
