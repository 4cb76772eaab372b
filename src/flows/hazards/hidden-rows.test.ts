import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { ask, liveServer } from '../../engine/live-server.suite.ts';
import { deploy } from '../deploy.ts';
import { plainDeploy } from '../plain-settings.suite.ts';

const server = liveServer();

const made = {
  'migrations/001_invoice.sql': `CREATE TABLE invoice (id int PRIMARY KEY, tenant int NOT NULL, note text);
ALTER TABLE invoice ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoice FORCE ROW LEVEL SECURITY;
CREATE POLICY by_tenant ON invoice USING (tenant = current_setting('app.tenant', true)::int);`,
};

test('rows that row security hides from their owner count as there', async () => {
  const database = await server.databaseWith("CREATE ROLE app LOGIN PASSWORD 'app'");
  await ask(
    database,
    `GRANT CREATE ON SCHEMA public TO app; GRANT CREATE ON DATABASE "${database.name}" TO app`,
  );
  const url = new URL(database.url as string);
  url.username = 'app';
  url.password = 'app';
  using first = directory(made);
  expect((await deploy(plainDeploy(first.path, url.href))).ok).toBe(true);
  await ask(
    database,
    'GRANT app TO CURRENT_USER; SET ROLE app; SET app.tenant = 1; INSERT INTO invoice VALUES (1, 1, NULL)',
  );

  const why = 'query would be affected by row-level security policy for table "invoice"';
  const lost = { isRefused: true, seen: `the database could not be asked whether there are some: ${why}` };
  using lossy = directory({
    ...made,
    'migrations/002_less.sql': 'ALTER TABLE invoice DROP COLUMN note;\nDROP TABLE invoice;',
  });
  const refused = await deploy(plainDeploy(lossy.path, url.href));
  expect(refused).toMatchObject({ ok: false, hazards: [lost, lost] });

  using strict = directory({
    ...made,
    'migrations/002_note.sql': 'ALTER TABLE invoice ADD CHECK (note IS NOT NULL);',
  });
  const { hazards } = await deploy({ ...plainDeploy(strict.path, url.href), dryRun: true });
  expect(hazards.find(({ kind }) => kind === 'may-fail')?.seen).toBe(
    `this could not be asked beforehand: ${why}`,
  );
});
