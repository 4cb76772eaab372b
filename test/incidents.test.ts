import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { env, incidents, liveDatabase, root, scratch, strata, table } from './incident.ts';

test('every incident has a row in the table, and every row a folder', () => {
  const folders = readdirSync(incidents, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(table.map(({ name }) => name).sort()).toEqual(folders.map(({ name }) => name).sort());
});

describe.each(table.filter(({ check }) => check.startsWith('strata ')))('$name', ({ name, check, mend }) => {
  test('the command of the table finds it', async () => {
    // Asked of all at once, that takes a fraction of the time.
    if (check === `strata check cases/incidents/${name}`) {
      expect(findings(name).map(({ severity }) => severity)).toContain('error');
      return;
    }
    await using live = await liveDatabase(name);
    const [, ...args] = check.split(' ');
    expect(strata(args, root, live).status).toBe(1);
  });

  test('the command that mends it, run as printed, mends it', async () => {
    await using live = await liveDatabase(name);
    const copy = join(scratch, name);
    cpSync(join(incidents, name), copy, { recursive: true });
    execFileSync('sh', ['-c', mend], { cwd: copy, env: { ...env, DATABASE_URL: live?.url } });
    const { status, stdout } = strata(['check', '.', '--fail-on', 'warning'], copy);
    expect(stdout).toMatch(/nothing (to report|wrong)/);
    expect(status).toBe(0);
    if (live === undefined) return;
    const [, ...args] = check.replace(`cases/incidents/${name}`, '.').split(' ');
    expect(strata(args, copy, live).status).toBe(0);
  });
});

describe('container-shutdown', () => {
  const incident = table.find(({ name }) => name === 'container-shutdown');

  function run(command: string | undefined, cwd: string) {
    return spawnSync('sh', ['-c', command ?? ''], { cwd, env, encoding: 'utf8' });
  }

  test.skipIf(process.platform === 'win32')(
    'the failed test says that its server ended, by what, and where the log is; the next one passes',
    () => {
      const { status, stdout } = run(incident?.check, root);
      expect(status).toBe(1);
      expect(stdout).toContain(
        'the test server ended during "a member is found by the service number" (ended by SIGKILL): the failure says nothing about the code',
      );
      const [, log = ''] = /Its log, for a day: (\S+)/.exec(stdout) ?? [];
      expect(readFileSync(log, 'utf8')).toContain('ready to accept connections');
      rmSync(log);
      expect(stdout).toMatch(/pass 1\n.*fail 1\n/);
    },
  );

  test('run again, all is well', () => {
    const { status, stdout } = run(incident?.mend, join(incidents, 'container-shutdown'));
    expect(status, stdout).toBe(0);
  });
});

interface Project {
  readonly dir: string;
  readonly findings: readonly Record<string, unknown>[];
}

let projects: readonly Project[] | undefined;

/** The findings of an incident as `--json` prints them: all are checked at once, when the first is asked for. */
function findings(name: string): readonly Record<string, unknown>[] {
  projects ??= JSON.parse(strata(['check', 'cases/incidents', '--json'], root).stdout).projects as Project[];
  return projects.find(({ dir }) => dir === `cases/incidents/${name}`)?.findings ?? [];
}

test('stale-columns: the first finding names the statement, the column, who renamed it where, and its name now', () => {
  const [first] = findings('stale-columns');
  expect(first).toMatchObject({
    rule: 'undefined-column',
    severity: 'error',
    migration: '20260201000000_add_fts_indexes',
    statement: 3,
    file: 'prisma/migrations/20260201000000_add_fts_indexes/migration.sql',
    line: 5,
    column: 28,
  });
  expect(first?.message).toBe(
    'column `excellent` of `Descriptor` was renamed to `score3` by 20260115141500_rename_score_columns (line 2), which runs before this migration',
  );
  expect(String(first?.notes)).toMatch(
    /`good` \(now `score2`\).*`pass` \(now `score1`\).*`belowPass` \(now `score0`\)/s,
  );
});

test('stale-columns: the migrations after the failing one are judged all the same', () => {
  const { stdout } = strata(['check', 'cases/incidents/stale-columns', '--json'], root);
  expect(JSON.parse(stdout).projects[0]).toMatchObject({
    migrations: 5,
    rehearsed: 4,
    notChecked: [
      'prisma/schema.prisma was not compared with the migrations: 20260201000000_add_fts_indexes fails.',
    ],
  });
});

test('missing-lock-file: the only finding tells the lines to write', () => {
  const found = findings('missing-lock-file');
  expect(found.map(({ rule }) => rule)).toEqual(['missing-lock-file']);
  expect(found[0]?.hint).toContain('provider = "postgresql"');
});

test('never-applied: the only error names the statement, the missing row and what to write instead', () => {
  const found = findings('never-applied').filter(({ severity }) => severity === 'error');
  expect(found).toMatchObject([
    {
      rule: 'trigger-condition',
      severity: 'error',
      message: 'the condition of trigger `plan_item_week_lock` reads OLD, and INSERT has no OLD row',
      migration: '202510051800_week_lock',
      statement: 2,
      file: 'supabase/migrations/202510051800_week_lock.sql',
      line: 18,
      column: 9,
    },
  ]);
  expect(found[0]?.hint).toMatch(
    /^CREATE TRIGGER plan_item_week_lock BEFORE INSERT OR DELETE .*\nCREATE TRIGGER plan_item_week_lock_update BEFORE UPDATE /m,
  );
});

test('missing-reverse-relation: each finding names both models and the line to add', () => {
  expect(findings('missing-reverse-relation')).toMatchObject([
    {
      rule: 'invalid-declared-schema',
      message:
        '`Member.memberStatus` points to model MemberStatus, which has no field that points back to Member.',
      hint: 'Add to model MemberStatus (prisma/schema.prisma:14):\n  members Member[]',
      file: 'prisma/schema.prisma',
      line: 22,
      column: 3,
    },
    {
      rule: 'invalid-declared-schema',
      hint: 'Add to model Member (prisma/schema.prisma:25):\n  members Member[] @relation("mentors")',
      line: 24,
    },
  ]);
});

test('missing-tables: each table that is declared and not made is named, with the SQL that makes it', () => {
  const found = findings('missing-tables');
  expect(found).toMatchObject(
    [
      { model: 'MemberStatus', table: 'member_statuses', line: 35 },
      { model: 'MemberType', table: 'member_types', line: 45 },
    ].map(({ model, table: name, line }) => ({
      rule: 'declared-not-made',
      severity: 'error',
      message: `Model ${model} (table public.${name}) is declared in prisma/schema.prisma, but no migration makes it.`,
      file: 'prisma/schema.prisma',
      line,
      hint: expect.stringContaining(`CREATE TABLE public.${name} (`),
    })),
  );
});

test('missing-fk-columns: the only error names the column, and the later migration that creates it', () => {
  expect(findings('missing-fk-columns').filter(({ severity }) => severity === 'error')).toMatchObject([
    {
      rule: 'undefined-column',
      message:
        'column `member_status_id` of `members` is first created by 20260118110000_add_member_status_id (line 6), the next migration',
      migration: '20260114153000_members_by_status',
      file: 'prisma/migrations/20260114153000_members_by_status/migration.sql',
      line: 5,
      column: 38,
    },
  ]);
});

test('shadow-failure: the only error names the function, that nothing creates it, and how one begins', () => {
  const found = findings('shadow-failure').filter(({ severity }) => severity === 'error');
  expect(found).toMatchObject([
    {
      rule: 'missing-trigger-function',
      message: 'trigger function `audit_trigger_function` does not exist: no migration creates it',
      migration: '20250702141500_audit_trigger',
      line: 20,
    },
  ]);
  expect(found[0]?.hint).toContain('CREATE FUNCTION audit_trigger_function() RETURNS trigger');
});

test('unindexed-fk: the only error names the key, what it costs, and the index', () => {
  expect(findings('unindexed-fk').filter(({ severity }) => severity === 'error')).toMatchObject([
    {
      rule: 'unindexed-foreign-key',
      message: 'foreign key `checkins_member_id_fkey` (member_id) of public.checkins has no index',
      notes: ['Each delete of a row of public.members reads all of public.checkins.'],
      hint: 'CREATE INDEX CONCURRENTLY ON public.checkins (member_id);',
    },
  ]);
});

test('cascade-loop: both circles are named, and what one delete takes with it', () => {
  const found = findings('cascade-loop').filter(({ severity }) => severity === 'warning');
  expect(found.map(({ rule }) => rule)).toEqual(['cascade-loop', 'cascade-loop']);
  expect(found.map(({ message }) => message)).toEqual([
    'ON DELETE CASCADE goes in a circle: public."Observation" → public."AuditEngagement" → public."Observation"',
    'deleting a row of public."Observation" deletes every row below it, through foreign key `Observation_repeatOfId_fkey` to itself',
  ]);
  const taken =
    'One DELETE FROM public."Observation" may take rows of: public."Action", public."AuditEngagement", public."Observation".';
  for (const { notes } of found) expect(notes).toEqual([taken]);
});

test('stale-client: the only warning names the client, what it lacks, and how it is made anew', () => {
  expect(findings('stale-client').filter(({ severity }) => severity !== 'info')).toMatchObject([
    {
      rule: 'stale-client',
      severity: 'warning',
      message:
        'The Prisma client in generated/prisma was not generated from prisma/schema.prisma as it is now.',
      hint: 'npx prisma generate',
      file: 'prisma/schema.prisma',
      line: 14,
      notes: expect.arrayContaining(['It lacks: value BadgeStatus.LOST, field Badge.reportedLostAt.']),
    },
  ]);
});

test('unsafe-delete: the only warning names the deleted rows and both columns that may refer to them', () => {
  expect(findings('unsafe-delete').filter(({ severity }) => severity !== 'info')).toMatchObject([
    {
      rule: 'deletes-referenced',
      severity: 'warning',
      message: 'rows of member_statuses are deleted, to which rows of public.members may refer',
      file: 'prisma/migrations/20260209081500_drop_reserve_status/migration.sql',
      line: 2,
      notes: [
        'public.members (member_status_id): the foreign key is ON DELETE RESTRICT, so this fails, and the migration with it, where one row refers to a deleted one.',
        'public.members (status) refers to public.member_statuses (code) without a foreign key: rows that do keep a value that stands for nothing.',
      ],
    },
  ]);
});
