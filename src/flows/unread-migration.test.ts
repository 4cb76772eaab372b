import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import { liveServer } from '../engine/live-server.suite.ts';
import { liveCommandFor } from '../model/live-project.ts';
import { noPaint } from '../report/paint.ts';
import { statusReport } from '../report/status.ts';
import { bless } from './bless.ts';
import { deploy } from './deploy.ts';
import { drift } from './drift.ts';
import { plainDeploy, plainDrift } from './plain-settings.suite.ts';
import { prove } from './prove.ts';
import type { Settlement } from './repair/settle.ts';
import { repair } from './repair.ts';
import { rollback } from './rollback.ts';
import { status } from './status.ts';

const server = liveServer();

test('a migration that cannot be read is no empty one: nothing is planned, proven or recorded from it', async () => {
  using dir = directory({
    'migrations/001_users.sql': 'CREATE TABLE users (id int);\n',
    'migrations/002_names.sql': 'CREATE VIEW names AS SELECT id FROM users;\n',
  });
  const { url = '' } = await server.createDatabase();
  const options = plainDeploy(dir.path, url);
  expect((await deploy(options)).ok).toBe(true);
  const names = join(dir.path, 'migrations/002_names.sql');
  rmSync(names);
  mkdirSync(names);
  const unread = 'migrations/002_names.sql cannot be read: it is a directory';
  const { entries, ...rest } = await status(options);
  expect(entries).toMatchObject([{ text: 'same' }, { text: 'unknown', unread: { message: unread } }]);
  const look = { paint: noPaint, width: 100 };
  expect(statusReport({ entries, ...rest }, look, liveCommandFor('.', false))).toContain(
    `  ✗ 002_names cannot be read\n      ${unread}\n`,
  );
  const { objects } = await drift(plainDrift(dir.path, url));
  expect(objects).toMatchObject([
    {
      name: 'public.names',
      cause: { kind: 'unknown-migration', sentence: '002_names cannot be read: it may have made it so.' },
    },
  ]);
  const settle = (settlement: Settlement) =>
    repair({ ...options, ...plainDrift(dir.path, url), settlement, apply: undefined, now: new Date(0) });
  const refused = { code: 'project', message: unread };
  await expect(settle({ kind: 'revert', objects: [] })).rejects.toMatchObject(refused);
  await expect(rollback({ ...options, to: '001_users' })).rejects.toMatchObject(refused);
  await expect(bless({ ...options, migration: '002_names', force: true })).rejects.toMatchObject(refused);
  const proving = prove({ cwd: dir.path, dirs: [dir.path], settingsOf: options.settingsOf, generate: false });
  await expect(proving).rejects.toMatchObject(refused);
  writeFileSync(join(dir.path, 'migrations/003_more.sql'), 'CREATE TABLE more ();\n');
  await expect(deploy(options)).rejects.toMatchObject(refused);
  mkdirSync(join(dir.path, 'migrations/004_gone.sql'));
  const record: Settlement = { kind: 'record', migrations: ['004_gone'], dataIsThere: true };
  await expect(settle(record)).rejects.toMatchObject({ code: 'project' });
});
