import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import { liveCommandFor } from '../model/live-project.ts';
import { noPaint } from '../report/paint.ts';
import { statusReport } from '../report/status.ts';
import { type DeployOptions, deploy } from './deploy.ts';
import { drift } from './drift.ts';
import { dump } from './dump.ts';
import { plainDeploy, plainDrift, plainSettings } from './plain-settings.suite.ts';
import { repair } from './repair.ts';
import { rollback } from './rollback.ts';
import { squash } from './squash.ts';
import { status } from './status.ts';

const server = liveServer();

/** Migrations of node-pg-migrate, of which the third is a program. */
const project = () =>
  directory({
    'package.json': '{ "dependencies": { "node-pg-migrate": "8.0.0" } }',
    'migrations/1700000000000_a.sql': 'CREATE TABLE a (id int PRIMARY KEY);\n',
    'migrations/1700000000001_b.sql': 'CREATE TABLE b (id int PRIMARY KEY);\n',
    'migrations/1700000000002_c.js': 'export const up = (pgm) => pgm.createTable("c", { id: "int" });\n',
    'migrations/1700000000003_d.sql': 'CREATE TABLE d (id int PRIMARY KEY);\n',
  });
const program = 'migrations/1700000000002_c.js';
const settingsOf = async () => plainSettings;

test('a pending program is named by status, passed over by no deploy, and applied where the ledger has it', async () => {
  using dir = project();
  const database = await server.createDatabase();
  const url = database.url as string;
  const run = (more: Partial<DeployOptions> = {}) => deploy({ ...plainDeploy(dir.path, url), ...more });
  const shown = async () =>
    statusReport(
      await status({ cwd: dir.path, dir: dir.path, url, settingsOf }),
      {
        paint: noPaint,
        width: 110,
      },
      liveCommandFor('.', false),
    );
  await expect(run()).rejects.toMatchObject({
    code: 'project',
    message: `${program} is a program, not SQL, and comes before 1700000000003_d`,
    hint: expect.stringContaining('strata deploy --to 1700000000001_b'),
  });
  expect(await shown()).toContain(`  ! ${program} is a program, and pending: run it with its own runner`);
  expect(await run({ to: '1700000000001_b' })).toMatchObject({ ok: true, pending: [{}, {}] });
  await expect(run()).rejects.toMatchObject({ hint: expect.not.stringContaining('--to') });
  await ask(
    database,
    `CREATE TABLE c (id int);
     INSERT INTO pgmigrations (name, run_on) VALUES ('1700000000002_c', now())`,
  );
  expect(await run()).toMatchObject({ ok: true, pending: [{ name: '1700000000003_d' }], notes: [] });
  expect(await shown()).not.toContain('1700000000002_c');
  await expect(rollback({ ...plainDeploy(dir.path, url), to: '1700000000001_b' })).rejects.toMatchObject({
    message: `${program} is a program, not SQL: only its own runner takes it back`,
  });
  const { notes, objects } = await drift(plainDrift(dir.path, url));
  expect(notes).toContain(`${program} is a program, not SQL: what it made shows as extra`);
  const sentence = `${program} is a program, not SQL: it may have made it so.`;
  expect(objects).toMatchObject([
    { name: 'public.c', cause: { kind: 'unknown-migration', sentence, migration: '1700000000002_c' } },
  ]);
  const settlement = { kind: 'revert', objects: [] } as const;
  const now = new Date('2026-11-20T12:00:00Z');
  const options = { ...plainDeploy(dir.path, url), ...plainDrift(dir.path, url), apply: undefined, now };
  expect((await repair({ ...options, settlement })).steps).toEqual([]);
});

test('a program is passed over where that is asked for, and both deploy and status say so', async () => {
  using dir = project();
  const { url = '' } = await server.createDatabase();
  const { ok, notes } = await deploy({ ...plainDeploy(dir.path, url), outOfOrder: true });
  expect(ok).toBe(true);
  expect(notes).toContain(
    `${program} is a program, not SQL: Strata passes it over, and its own runner may refuse to run it now.`,
  );
  const { openPrograms } = await status({ cwd: dir.path, dir: dir.path, url, settingsOf });
  expect(openPrograms).toMatchObject([{ name: '1700000000002_c', isPassed: true }]);
});

test('no baseline stands for a program, and a dump says that it lacks what programs make', async () => {
  using dir = project();
  const options = { cwd: dir.path, dir: dir.path, settingsOf, name: 'baseline', write: false };
  const now = new Date('2026-11-20T12:00:00Z');
  await expect(squash({ ...options, now, until: '1700000000003_d' })).rejects.toMatchObject({
    message: `${program} is a program, not SQL: what it makes is unknown`,
    hint: expect.stringContaining('--until 1700000000001_b'),
  });
  expect((await squash({ ...options, now, until: '1700000000001_b' })).notes).toContain(
    `${program} is a program, not SQL: what it makes was not compared`,
  );
  expect((await dump({ cwd: dir.path, source: '.', settingsOf })).notes).toContain(
    `${program} is a program, not SQL: what it makes counts as missing`,
  );
});
