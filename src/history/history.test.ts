import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { findProjects } from './detect/detect.ts';
import { readHistory } from './read.ts';

const cases = path.resolve(import.meta.dirname, '../../cases/history');

/**
 * What each case must come out as. A project is `<dir> <runner> <folder>`, then its migrations as
 * `<name> <transaction> <line> [+down]`, then its programs as `program <name> after <number of migrations>`, then its findings as `<severity> <rule> [migration]`.
 */
const expected: Readonly<Record<string, readonly string[]>> = {
  'atlas-checkpoint': [
    '. plain migrations',
    '20240201000000_checkpoint auto 1',
    '20240301000000_index auto 1',
    'info ignored-file',
  ],
  'dbmate-no-up': [
    '. dbmate db/migrations',
    '20240101000000_init block 2',
    '20240202000000_email block 1',
    '20240303000000_moods block 1 +down',
    'error missing-up-section 20240202000000_email',
    'error sql-above-up-section 20240303000000_moods',
  ],
  'dbmate-simple': [
    '. dbmate db/migrations',
    '20240101000000_init block 2 +down',
    '20240202000000_index simple-query 2 +down',
  ],
  'drizzle-conflict': ['. drizzle drizzle', '0000_init block 1', 'error unreadable-journal'],
  'drizzle-folders': [
    '. drizzle drizzle',
    '20240101000000_calm_hulk block 1',
    '20240202000000_late_wolf block 1',
    'info ignored-file',
  ],
  'drizzle-future-date': [
    '. drizzle drizzle',
    '0000_init block 1',
    '0001_future block 1',
    '0002_then block 1',
    '0003_now block 1',
    'warning skipped-migration 0002_then',
  ],
  'drizzle-into-supabase': ['. supabase supabase/migrations', '20240101000000_init pipeline 1'],
  'drizzle-journal': ['. drizzle drizzle', '0000_calm_hulk block 1', '0001_late_wolf block 1'],
  'drizzle-late-merge': [
    '. drizzle drizzle',
    '0000_init block 1',
    '0001_main block 1',
    '0002_branch block 1',
    'warning skipped-migration 0002_branch',
  ],
  'drizzle-mismatch': [
    '. drizzle drizzle',
    '0000_calm_hulk block 1',
    'error missing-migration-file 0001_lost',
    'warning journal-mismatch 0001_stray',
  ],
  'drizzle-mysql': ['skipped: drizzle is for mysql'],
  'drizzle-out': ['. drizzle src/db/history', '0000_calm_hulk block 1'],
  'flyway-baseline': ['. flyway migrations', 'B2__base auto 1', 'V3__c auto 1', 'info ignored-file'],
  'flyway-locations': [
    '. flyway src/main/resources/db/migration',
    'V1__orders auto 1',
    'V2__details auto 1',
    'V3__audit auto 1',
  ],
  'flyway-placeholders': ['. flyway sql', 'V1__init auto 1', 'warning unknown-placeholder V1__init'],
  'flyway-spring': ['. flyway src/main/resources/db/migration', 'V1__init auto 1'],
  'flyway-versions': [
    '. flyway src/main/resources/db/migration',
    'V1__init auto 1',
    'V1_2__second auto 1 +down',
    'V1.10__third auto 1',
    'V2__index autocommit 1',
    'R__views auto 1',
    'info ignored-file',
  ],
  'goose-simple': [
    '. goose migrations',
    '9_init block 2 +down',
    '10_index autocommit 3',
    'program 11_rows after 2',
    'warning code-migration',
  ],
  'pairs-apart': ['. plain migrations/up', '001_init auto 1 +down', '002_email auto 1'],
  'pairs-between': ['. plain migrations', '100_init simple-query 1 +down', '200_up_time auto 1'],
  'pairs-dialects': [
    '. plain migrations',
    '001_init simple-query 1 +down',
    '002_email simple-query 1 +down',
    '003_note simple-query 1 +down',
    'info ignored-file',
    'info ignored-file',
    'info ignored-file',
  ],
  'pairs-dotted': ['. plain migrations', '000001_init simple-query 1 +down', '000002_email simple-query 1'],
  'pairs-folders': [
    '. plain migrations',
    '2024-01-01-000000_init block 1 +down',
    '2024-02-02-000000_index simple-query 1',
    '2024-03-03-000000_apart simple-query 1',
    'info ignored-file',
  ],
  'pairs-joined': ['. plain migrations', '001_init simple-query 1 +down', '002_scale_up auto 1'],
  'plain-archive': [
    '. plain migrations',
    '001_base auto 1',
    '002_users auto 1',
    'error unreadable-migration 001_base',
  ],
  'plain-bytes': [
    '. plain migrations',
    '001_crlf auto 1',
    '002_mark auto 1',
    '003_latin auto 1',
    '004_utf16 auto 1',
    '005_mixed auto 1',
    'error encoding 003_latin',
    'error encoding 004_utf16',
    'warning byte-order-mark 002_mark',
    'info crlf',
    'info mixed-line-ends 005_mixed',
  ],
  'plain-graphile-migrate': ['. plain migrations/committed', '000001-init auto 1', '000002 auto 1'],
  'plain-db-migrate': [
    '. plain migrations/sqls',
    '20240101000000-users simple-query 1 +down',
    '20240303000000-index simple-query 1 +down',
    'program 20240202000000-fill after 1',
    'warning code-migration',
  ],
  'plain-folders': [
    '. plain migrations',
    '1.9/001_init auto 1',
    '1.9/002_email auto 1',
    '1.10/001_phone auto 1',
    '1.10/002_fax auto 1',
    'program 1.9/003_fill after 2',
    'warning code-migration',
  ],
  'plain-folders-below': [
    '. plain migrations/oss/postgres',
    '0/01_init simple-query 1',
    '10/01_email simple-query 1',
  ],
  'plain-mistake': ['. plain migrations', '001_init auto 1', '002_posts auto 1', '003_tags auto 1'],
  'plain-mysql': ['skipped: migrations is for mysql'],
  'plain-node-pg-migrate': [
    '. plain migrations',
    '1700000000000_init block 2 +down',
    'program 1700000000001_rows after 1',
    'warning code-migration',
  ],
  'plain-numbers': [
    '. plain migrations',
    '1_init auto 1',
    '2_email auto 1',
    '10_index auto 1',
    'info ignored-file',
  ],
  'plain-only-schema': [],
  'plain-platform': ['. plain migrations', '001_init auto 1', '002_policy auto 1'],
  'plain-sqlite': ['skipped: steps is for sqlite'],
  'plain-latest-revision': [
    '. plain upgrades',
    '00-latest-revision auto 1',
    '03-index auto 1',
    'info ignored-file',
  ],
  'plain-manifests': [
    '. plain versioned',
    'v1.0/schema auto 1',
    'v1.2/shards auto 1',
    'v1.2/owners auto 1',
    'v1.10/names auto 1',
  ],
  'plain-two-dialects': [
    '. plain migrations',
    '001_init.pgsql auto 1',
    '002_from_mysql auto 1',
    'info ignored-file',
  ],
  'plain-weak': ['. plain sql', '01_init auto 1', '02_email auto 1'],
  'prisma-config': [
    '. prisma database/history',
    '20240101000000_init simple-query 1',
    '20240202000000_email simple-query 1',
  ],
  'prisma-empty': [
    '. prisma prisma/migrations',
    '20240101000000_init simple-query 1',
    '20240202000000_email simple-query 1',
    '20240303000000_nothing simple-query 1',
    '20240304000000_comment simple-query 1',
    'warning empty-migration 20240303000000_nothing',
    'info empty-migration 20240304000000_comment',
  ],
  'prisma-missing-file': [
    '. prisma prisma/migrations',
    '20240101000000_init simple-query 1',
    '20240202000000_email simple-query 1',
    'error missing-migration-file 20240303000000_lost',
  ],
  'prisma-monorepo': [
    'apps/web supabase supabase/migrations',
    '20240101000000_init pipeline 1',
    'packages/db prisma prisma/migrations',
    '20240101000000_init simple-query 1',
    '20240202000000_email simple-query 1',
  ],
  'prisma-no-lock': [
    '. prisma prisma/migrations',
    '20240101000000_init simple-query 1',
    '20240202000000_email simple-query 1',
    'error missing-lock-file',
  ],
  'prisma-package-json': [
    '. prisma db/migrations',
    '20240101000000_init simple-query 1',
    '20240202000000_email simple-query 1',
  ],
  'prisma-schema-folder': [
    '. prisma prisma/migrations',
    '20240101000000_init simple-query 1',
    '20240202000000_email simple-query 1',
  ],
  'prisma-scripts-beside': [
    'prisma/data-migrations is left out: nothing says in which order its files run, and the project has a history that has an order',
    '. prisma prisma/migrations',
    '20240101000000_init simple-query 1',
    '20240202000000_email simple-query 1 +down',
  ],
  'prisma-simple': [
    '. prisma prisma/migrations',
    '20240101000000_init simple-query 1',
    '20240202000000_email simple-query 1 +down',
  ],
  'prisma-sqlite': ['skipped: prisma/migrations is for sqlite'],
  'prisma-two-schemas': [
    '. prisma prisma/orders/migrations',
    '20240101000000_init simple-query 1',
    '20240202000000_email simple-query 1',
    '. prisma prisma/stock/migrations',
    '20240101000000_init simple-query 1',
    '20240202000000_email simple-query 1',
  ],
  'prisma-unnumbered': [
    '. prisma prisma/migrations',
    '20240101000000_init simple-query 1',
    '20240202000000_email simple-query 1',
    'hotfix simple-query 1',
    'warning out-of-order-name hotfix',
  ],
  'sections-own': [
    '. plain migrations',
    '001_init auto 2 +down',
    '002_email auto 2',
    '003_rollback auto 1',
    '004_posts auto 1',
  ],
  'sql-migrate': ['. plain migrations', '1_init block 2 +down', '2_index autocommit 2 +down'],
  'sqitch-plan': ['. plain .', 'users@v1 auto 1', 'users auto 1', 'email auto 1 +down'],
  'supabase-down-beside': [
    '. supabase supabase/migrations',
    '20240101000000_init pipeline 1 +down',
    'warning down-file-runs 20240101000000_init',
  ],
  'supabase-old-init': [
    '. supabase supabase/migrations',
    '20240101000000_users pipeline 1',
    'info ignored-file',
  ],
  'supabase-same-version': [
    '. supabase supabase/migrations',
    '20240101000000_init pipeline 1',
    '20240101000000_other pipeline 1',
    'error duplicate-version 20240101000000_other',
  ],
  'supabase-simple': [
    '. supabase supabase/migrations',
    '20240101000000_init pipeline 1',
    '20240202000000_email pipeline 1',
    'info ignored-file',
  ],
  tern: ['. plain migrations', '001_init block 1 +down', '002_roles autocommit 1 +down'],
  'wrangler-d1': ['skipped: migrations is for d1'],
};

async function describeCase(name: string): Promise<readonly string[]> {
  const root = path.join(cases, name);
  const { projects, findings } = await findProjects(root);
  const lines = findings.map((one) =>
    one.message.replace(/^(\S+) is skipped.*? for (\w+),.*/, 'skipped: $1 is for $2'),
  );
  for (const project of projects) {
    const history = await readHistory(project);
    lines.push(`${path.relative(root, project.dir) || '.'} ${history.runner} ${history.folder}`);
    for (const { name: migration, transaction, up, down } of history.migrations) {
      lines.push(`${migration} ${transaction} ${up.firstLine}${down === undefined ? '' : ' +down'}`);
    }
    for (const { name: program, index } of history.programs ?? [])
      lines.push(`program ${program} after ${index}`);
    for (const { severity, rule, migration } of history.findings) {
      lines.push([severity, rule, migration ?? []].flat().join(' '));
    }
  }
  return lines;
}

const names = readdirSync(cases, { withFileTypes: true })
  .filter((dirent) => dirent.isDirectory())
  .map((dirent) => dirent.name)
  .sort();

it('has a case for every expectation, and the other way round', () => {
  expect(names).toEqual(Object.keys(expected).sort());
});

it.each(names)('reads %s as expected', async (name) => {
  expect(await describeCase(name)).toEqual(expected[name]);
});
