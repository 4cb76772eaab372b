import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diff } from '../src/flows/diff.ts';
import { plainSettings } from '../src/flows/plain-settings.suite.ts';
import { debianBin, type OldServer, openOldServer } from './judge/old-server.ts';

/** What PostgreSQL 16 to 18 have words of their own for: names of NOT NULL, other expressions, the usual storage. */
const before = `
CREATE TABLE named (a int, b int NOT NULL);
CREATE TABLE keyed (a int, b int);
CREATE TABLE sum (a int, b int GENERATED ALWAYS AS (a + 1) STORED);
CREATE TABLE stored (a text, b numeric);
ALTER TABLE stored ALTER a SET STORAGE PLAIN, ALTER b SET STORAGE PLAIN;
CREATE TABLE parent (a int, b int NOT NULL);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE deep (a int, b int) PARTITION BY LIST (a);
CREATE TABLE deep_1 PARTITION OF deep FOR VALUES IN (1) PARTITION BY LIST (b);
CREATE TABLE deep_1_2 PARTITION OF deep_1 FOR VALUES IN (2);
CREATE TABLE one (a int, b int) PARTITION BY LIST (a);
CREATE TABLE one_1 PARTITION OF one FOR VALUES IN (1);
CREATE TABLE first (a int, b int) PARTITION BY LIST (a);
CREATE TABLE first_1 PARTITION OF first (b NOT NULL) FOR VALUES IN (1);
CREATE TABLE target (id int PRIMARY KEY);
CREATE TABLE source (a int, target int) PARTITION BY LIST (a);
CREATE TABLE source_1 PARTITION OF source FOR VALUES IN (1);
CREATE TABLE source_2 PARTITION OF source FOR VALUES IN (2);`;

const after = `
CREATE TABLE fresh (a int CONSTRAINT must NOT NULL);
CREATE TABLE named (a int CONSTRAINT must NOT NULL, b int CONSTRAINT named NOT NULL);
CREATE TABLE keyed (a int PRIMARY KEY, b int);
CREATE TABLE sum (a int, b int GENERATED ALWAYS AS (a + 2) STORED);
CREATE TABLE stored (a text, b numeric);
CREATE TABLE parent (a int NOT NULL, b int);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE deep (a int, b int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE deep_1 PARTITION OF deep FOR VALUES IN (1) PARTITION BY LIST (b);
CREATE TABLE deep_1_2 PARTITION OF deep_1 FOR VALUES IN (2);
CREATE TABLE one (a int, b int) PARTITION BY LIST (a);
CREATE TABLE one_1 PARTITION OF one (b NOT NULL) FOR VALUES IN (1);
CREATE TABLE first (a int, b int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE first_1 PARTITION OF first (b NOT NULL) FOR VALUES IN (1);
CREATE TABLE target (id int PRIMARY KEY);
CREATE TABLE source (a int, target int REFERENCES target) PARTITION BY LIST (a);
CREATE TABLE source_1 PARTITION OF source FOR VALUES IN (1);
CREATE TABLE source_2 (a int, target int);
CREATE INDEX ON source (target);`;

if (debianBin === undefined) {
  test.skip('no older PostgreSQL is installed here', () => {});
} else {
  const bin = debianBin;
  let server: OldServer;
  let dir: string;
  beforeAll(async () => {
    server = await openOldServer(bin);
    dir = mkdtempSync(join(tmpdir(), 'strata-diff-old-'));
  }, 120_000);
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(dir, { recursive: true, force: true });
  });

  test.each([
    ['there', before, after, false],
    ['back', after, before, false],
    ['there, online', before, after, true],
  ] as const)(
    'a plan for an older server says nothing that only later ones know: %s',
    async (way, from, to, online) => {
      const goal = `${way}.sql`;
      writeFileSync(join(dir, goal), to);
      const { url, name } = await server.createDatabase();
      const settingsOf = async () => plainSettings;
      const plan = () =>
        diff({ cwd: dir, from: url, to: goal, settingsOf, renames: [], online, prove: true });
      await using session = await server.connect(name);
      expect((await session.run(from)).error).toBeUndefined();
      for (const { sql } of (await plan()).plan.steps)
        expect((await session.run(sql)).error, sql).toBeUndefined();
      expect((await plan()).sql).toBe('');
    },
  );

  test('a NOT NULL that an older server cannot leave unchecked is refused, and not made strict', async () => {
    writeFileSync(
      join(dir, 'unchecked.sql'),
      'CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID',
    );
    const { url } = await server.createDatabase();
    const settingsOf = async () => plainSettings;
    const refused = diff({
      cwd: dir,
      from: url,
      to: 'unchecked.sql',
      settingsOf,
      renames: [],
      online: false,
      prove: true,
    });
    await expect(refused).rejects.toThrow(
      'PostgreSQL 15 has no NOT NULL that is NOT VALID: column public.t.a',
    );
  });
}
