import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { check } from '../check.ts';
import { plainRules, plainSettings } from '../plain-settings.suite.ts';

/** The migrations of a Flyway project that break the policy. */
async function broken(since: string): Promise<readonly (string | undefined)[]> {
  using dir = directory({
    'db/migration/V1__a.sql': 'CREATE TABLE a (id bigint PRIMARY KEY, x int, y int);\n',
    'db/migration/V2__drop_x.sql': 'ALTER TABLE a DROP COLUMN x;\n',
    'db/migration/V10__launch.sql': 'CREATE TABLE b (id bigint PRIMARY KEY);\n',
    'db/migration/V11__drop_y.sql': 'ALTER TABLE a DROP COLUMN y;\n',
  });
  const report = await check({
    cwd: dir.path,
    dirs: ['.'],
    failOn: 'error',
    settingsOf: async () => plainSettings,
    rulesOf: async (path) => ({ ...plainRules(path), policies: { additiveOnly: { since } } }),
  });
  const findings = report.projects.flatMap((one) => one.findings);
  return findings.filter(({ rule }) => rule === 'additive-only').map(({ migration }) => migration);
}

test('only additions are allowed from the named migration on, in the order in which they run', async () => {
  expect(await broken('V10__launch')).toEqual(['V11__drop_y']);
  expect(await broken('V2__drop_x')).toEqual(['V2__drop_x', 'V11__drop_y']);
});

test('a version that no migration bears is a place in that order', async () => {
  expect(await broken('V9__squashed_away')).toEqual(['V11__drop_y']);
});

test('a name that no migration bears is refused, since the policy would judge nothing', async () => {
  await expect(broken('launch')).rejects.toMatchObject({
    code: 'config',
    message: '`policies.additiveOnly.since`: there is no migration launch',
  });
});
