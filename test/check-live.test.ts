import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { liveServer } from '../src/engine/live-server.suite.ts';
import { debianBin, type FaultyServer, startServer } from './faults/server.ts';
import { checkShape } from './json-shape.ts';
import { directory, strata } from './strata.ts';

const server = liveServer();

const files = {
  'migrations/001_people.sql': 'CREATE TABLE people (id bigint PRIMARY KEY);\n',
  'migrations/002_email.sql': 'ALTER TABLE people ADD COLUMN email text;\n',
};

describe('strata check --live', { timeout: 180_000 }, () => {
  test('looks at the database that it names, or at DATABASE_URL where it names none', async () => {
    using dir = directory(files);
    const database = await server.createDatabase();
    const url = database.url as string;
    const { password } = new URL(url);
    const run = async (...words: string[]) => {
      const outcome = await strata(words, { env: { DATABASE_URL: url } });
      expect(outcome.stdout + outcome.stderr).not.toContain(decodeURIComponent(password));
      return outcome;
    };
    expect(await run('deploy', dir.path, '--no-rehearsal')).toMatchObject({ code: 0 });
    const clean = await run('check', dir.path, '--no-rules', '--live');
    expect(clean).toMatchObject({ code: 0 });
    expect(clean.stdout).toMatch(
      /✓ postgres:\/\/\S+ is what was applied \(PostgreSQL \S+ 2 applied, 0 pending\)/,
    );
    await using session = await database.connect('owner', { guarded: false });
    await session.query(
      'ALTER TABLE people DROP COLUMN email; CREATE TABLE "by <hand>" (id int PRIMARY KEY)',
    );
    const page = join(dir.path, 'report.html');
    const drifted = await run('check', dir.path, '--no-rules', '--json', '--live', url, '--output', page);
    expect(drifted.code).toBe(1);
    const [project] = checkShape.parse(JSON.parse(drifted.stdout)).projects;
    expect(project?.live).toMatchObject({ applied: 2, pending: 0, drifted: 2 });
    expect(project?.findings.map(({ rule }) => rule)).toEqual(['live-missing', 'live-extra']);
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('column public.people.email');
    expect(html).toContain('table public.&quot;by &lt;hand&gt;&quot;');
    expect(html).toContain('<h5>Live</h5>');
    expect(html).not.toContain(decodeURIComponent(password));
    const without = await run('check', dir.path, '--no-rules', '--json');
    expect(without.code).toBe(0);
    expect(checkShape.parse(JSON.parse(without.stdout)).projects[0]?.live).toBeNull();
  });

  test('says what is wrong with what it was given', async () => {
    using dir = directory(files);
    const none = await strata(['check', dir.path, '--live'], { env: { DATABASE_URL: undefined } });
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('no database was named');
    const folder = await strata(['check', '--live', dir.path]);
    expect(folder.code).toBe(2);
    expect(folder.stderr).toContain('name the project before --live');
    const away = await strata(['check', dir.path, '--live', 'postgres://nobody:secret@127.0.0.1:1/x']);
    expect(away.code).toBe(3);
    expect(away.stderr).toContain('postgres://nobody:***@127.0.0.1:1/x');
    expect(away.stderr).not.toContain('secret');
    expect(away.stdout).toBe('');
  });
});

describe.skipIf(debianBin === undefined)(
  'strata check --live on an older server',
  { timeout: 180_000 },
  () => {
    let server: FaultyServer;
    beforeAll(async () => {
      server = await startServer(debianBin as string);
    });
    afterAll(async () => {
      await server[Symbol.asyncDispose]();
    });

    test('reads what PostgreSQL 15 has, as a role that may only read', async () => {
      using dir = directory({
        ...files,
        'migrations/003_counted.sql': 'CREATE TABLE counted (id serial PRIMARY KEY, person bigint);\n',
        'strata.config.json': JSON.stringify({
          policies: { softReferences: [{ from: 'counted.person', to: 'people.id' }] },
        }),
      });
      const name = await server.createDatabase();
      const owner = server.url(name);
      expect(await strata(['deploy', dir.path, '--live', owner, '--no-rehearsal'])).toMatchObject({
        code: 0,
      });
      await using session = await server.connect(name);
      await session.query(`SELECT setval('counted_id_seq', 2000000000); INSERT INTO counted VALUES (1, 7);
      CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA strata TO reader;
      GRANT SELECT ON ALL TABLES IN SCHEMA public, strata TO reader; GRANT SELECT ON SEQUENCE counted_id_seq TO reader;`);
      const url = owner.replace('//boss', '//reader');
      const told = await strata(['check', dir.path, '--json', '--live', url]);
      const [project] = checkShape.parse(JSON.parse(told.stdout)).projects;
      expect(project?.live).toMatchObject({ serverVersion: expect.stringMatching(/^15\./), applied: 3 });
      expect(
        project?.findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule),
      ).toEqual(['orphaned-reference', 'sequence-near-end']);
    });
  },
);
