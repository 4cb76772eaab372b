import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const project = fileURLToPath(new URL('..', import.meta.url));
const strata = join(
  dirname(createRequire(import.meta.url).resolve('pgstrata/package.json')),
  'bin/strata.js',
);

/** What `strata check` says of this project with one more migration. */
async function checkWith(name: string, sql: string) {
  // Below the project, so that its configuration finds the package that it imports.
  mkdirSync(join(project, 'node_modules'), { recursive: true });
  const copy = mkdtempSync(join(project, 'node_modules', 'policy-'));
  try {
    for (const part of ['prisma', 'seed', 'strata.config.ts', 'package.json'])
      cpSync(join(project, part), join(copy, part), { recursive: true });
    const folder = join(copy, 'prisma/migrations', name);
    mkdirSync(folder);
    writeFileSync(join(folder, 'migration.sql'), sql);
    const { code, stdout } = await run(['check', '.', '--json'], copy);
    const [{ findings }] = JSON.parse(stdout).projects;
    const refused = findings.filter(({ rule }: { rule: string }) => rule === 'additive-only');
    return { code, refused: refused.map(({ message }: { message: string }) => message) };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function run(args: readonly string[], cwd: string): Promise<{ code: unknown; stdout: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [strata, ...args], { cwd, maxBuffer: 1 << 26 }, (error, stdout) =>
      resolve({ code: error?.code ?? 0, stdout }),
    );
  });
}

describe('changes are additive:', () => {
  test.each([
    { what: 'a new table', sql: 'CREATE TABLE "notes" ("id" TEXT NOT NULL PRIMARY KEY);\n' },
    { what: 'a new nullable column', sql: 'ALTER TABLE "Initiative" ADD COLUMN "sponsor" TEXT;\n' },
    {
      what: 'an index on an old table',
      sql: 'CREATE INDEX "Allocation_skill_idx" ON "Allocation"("skill");\n',
    },
    {
      what: 'a table made and altered in the same migration',
      sql: 'CREATE TABLE "notes" ("id" TEXT);\nALTER TABLE "notes" ADD PRIMARY KEY ("id");\n',
    },
  ])('$what passes', async ({ sql }) => {
    expect((await checkWith('20251201090000_more', sql)).refused).toEqual([]);
  });

  test.each([
    { sql: 'ALTER TABLE "Scenario" DROP COLUMN "needsReconciliation";\n', names: 'needsReconciliation' },
    { sql: 'DROP TABLE "CapacityHours";\n', names: 'CapacityHours' },
    { sql: 'ALTER TABLE "Allocation" RENAME COLUMN "hours" TO "plannedHours";\n', names: 'hours' },
    { sql: 'ALTER TABLE "Initiative" ALTER COLUMN "name" TYPE VARCHAR(20);\n', names: 'name' },
    {
      sql: 'ALTER TABLE "Scenario" DROP CONSTRAINT "Scenario_period_check";\n',
      names: 'Scenario_period_check',
    },
    {
      sql: 'ALTER TABLE "Scenario" ALTER COLUMN "planning_mode" SET DEFAULT \'TOKEN\';\n',
      names: 'planning_mode',
    },
    { sql: 'DROP INDEX "Allocation_initiativeId_idx";\n', names: 'Allocation_initiativeId_idx' },
    {
      sql: `DO $$ BEGIN EXECUTE 'ALTER INDEX "Initiative_name_key" RENAME TO "Initiative_unique"'; END $$;\n`,
      names: 'Initiative_name_key',
    },
  ])('$sql is refused by name', async ({ sql, names }) => {
    const { code, refused } = await checkWith('20251201090000_less', sql);
    expect(code).toBe(1);
    expect(refused).toEqual([expect.stringContaining(names)]);
  });
});
