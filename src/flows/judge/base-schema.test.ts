import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { hintText } from '../../model/hint.ts';
import { check } from '../check.ts';
import { plainSettings } from '../plain-settings.suite.ts';
import { tablesMadeIn } from './base-schema.ts';

const base = 'CREATE TABLE IF NOT EXISTS public."users" (id int PRIMARY KEY);';

test('a file near the migrations that creates what they miss is offered as what they start from', async () => {
  using project = directory({
    'db/schema.sql': base,
    'db/migrations/001_email.sql': 'ALTER TABLE users ADD COLUMN email text;',
    'db/migrations/002_other.sql': 'ALTER TABLE others ADD COLUMN email text;',
  });
  const look = async (settings = plainSettings) => {
    const report = await check({
      cwd: project.path,
      dirs: ['.'],
      failOn: 'error',
      settingsOf: async () => settings,
    });
    const [found] = report.projects;
    return {
      notChecked: found?.notChecked,
      errors: found?.findings.filter(({ severity }) => severity === 'error'),
    };
  };
  const { errors: [users, others] = [] } = await look();
  expect(hintText(users?.hint ?? [])).toMatch(
    /^(db\/)?schema\.sql creates users\. .*: setup: '(db\/)?schema\.sql'\.\n/,
  );
  expect(hintText(others?.hint ?? [])).not.toContain('schema.sql');
  const begun = await look({ ...plainSettings, setup: base });
  expect(begun.errors).toHaveLength(1);
  expect(begun.notChecked).toEqual([]);
});

test('a file near the migrations that cannot be read keeps no finding back, nor the hint at another', async () => {
  using project = directory({
    'db/schema.sql/users.sql': base,
    'db/setup.sql': base,
    'db/migrations/001_email.sql': 'ALTER TABLE users ADD COLUMN email text;',
  });
  symlinkSync('nowhere.sql', join(project.path, 'db/init.sql'));
  const { projects } = await check({
    cwd: project.path,
    dirs: ['.'],
    failOn: 'error',
    settingsOf: async () => plainSettings,
  });
  const [missing] = projects[0]?.findings.filter(({ severity }) => severity === 'error') ?? [];
  expect(hintText(missing?.hint ?? [])).toMatch(/^(db\/)?setup\.sql creates users\./);
});

test('the tables that a file creates are told whatever they are called', () => {
  const sql =
    'CREATE TABLE größe (); create unlogged table app . "Odd" (); CREATE TABLE IF NOT EXISTS 名前 ();';
  expect([...tablesMadeIn(sql)]).toEqual(['größe', 'Odd', '名前']);
});
