import { expect, test } from 'vitest';
import { judgeRehearsal } from '../src/flows/judge/judge.ts';
import type { History } from '../src/model/migration.ts';
import { cold } from '../src/replay/rehearsal.suite.ts';
import { rehearse } from '../src/replay/rehearse.ts';

/** `migration: what is found`, of one rule, by the text of migrations. */
async function placesOf(rule: string, ...texts: readonly string[]): Promise<readonly string[]> {
  const history: History = {
    dir: '/project',
    layout: 'sql',
    runner: 'plain',
    folder: '.',
    platform: 'none',
    migrations: texts.map((text, i) => ({
      name: `00${i + 1}`,
      up: { file: `00${i + 1}.sql`, text, firstLine: 1 },
      transaction: 'auto',
      hash: '',
    })),
    findings: [],
  };
  const rehearsal = await rehearse(history, { ...cold, readsSchema: true });
  const found = await judgeRehearsal(history, rehearsal, {
    policies: {},
    levels: {},
    ownRules: [],
    sizes: undefined,
  });
  return found
    .filter((finding) => finding.rule === rule)
    .map(({ migration, message }) => `${migration}: ${message}`);
}

const tables =
  'CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE c (id bigint PRIMARY KEY, b_id_of_old int);';

test('a foreign key is found where a column brought it, whatever names the column later', async () => {
  const found = await placesOf(
    'unindexed-foreign-key',
    tables,
    'ALTER TABLE a ADD COLUMN b_id bigint REFERENCES c;',
    'ALTER TABLE a ADD COLUMN sub_id bigint; ALTER TABLE a ADD FOREIGN KEY (sub_id) REFERENCES c;',
    'ALTER TABLE a ALTER COLUMN b_id SET NOT NULL; ALTER TABLE a RENAME CONSTRAINT a_sub_id_fkey TO sub;',
  );
  expect(found).toEqual([
    '002: foreign key `a_b_id_fkey` (b_id) of public.a has no index',
    '003: foreign key `sub` (sub_id) of public.a has no index',
  ]);
});

test('a column is found where it was added, not where another is whose name holds its own', async () => {
  const found = await placesOf(
    'timestamp-without-zone',
    tables,
    'ALTER TABLE a ADD COLUMN seen timestamp;',
    'ALTER TABLE a ADD COLUMN last_seen_by text;',
  );
  expect(found).toEqual([expect.stringMatching(/^002: .*`seen` of public\.a/)]);
});

test('a table without a primary key is found where it was made', async () => {
  const found = await placesOf(
    'no-primary-key',
    'CREATE TABLE t (a int);',
    'ALTER TABLE t ADD COLUMN b int;',
  );
  expect(found).toEqual(['001: public.t has no primary key']);
});
