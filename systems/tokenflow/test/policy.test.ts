import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { strata } from './strata.ts';

const project = fileURLToPath(new URL('..', import.meta.url));

/** Migrations that somebody could write next. */
const additions = [
  { what: 'a new table', sql: 'CREATE TABLE "notes" ("id" TEXT NOT NULL PRIMARY KEY);' },
  { what: 'a new nullable column', sql: 'ALTER TABLE "Initiative" ADD COLUMN "sponsor" TEXT;' },
  {
    what: 'a comment',
    sql: `COMMENT ON INDEX "Scenario_planning_mode_idx" IS 'For the list of scenarios.';`,
  },
  { what: 'an index on an old table', sql: 'CREATE INDEX "Allocation_skill_idx" ON "Allocation"("skill");' },
  {
    what: 'a table made and altered in the same migration',
    sql: 'CREATE TABLE "marks" ("id" TEXT); ALTER TABLE "marks" ADD PRIMARY KEY ("id");',
  },
].map((one, i) => ({ ...one, name: `20251201090${i}00_more` }));

const alterations = [
  {
    sql: `DO $$ BEGIN EXECUTE 'ALTER INDEX "Initiative_name_key" RENAME TO "Initiative_unique"'; END $$;`,
    names: 'Initiative_name_key',
  },
  { sql: 'ALTER TABLE "Scenario" DROP COLUMN "needsReconciliation";', names: 'needsReconciliation' },
  { sql: 'DROP TABLE "CapacityHours";', names: 'CapacityHours' },
  { sql: 'ALTER TABLE "Allocation" RENAME COLUMN "hours" TO "plannedHours";', names: 'hours' },
  { sql: 'ALTER TABLE "Initiative" ALTER COLUMN "name" TYPE VARCHAR(20);', names: 'name' },
  { sql: 'ALTER TABLE "Scenario" DROP CONSTRAINT "Scenario_period_check";', names: 'Scenario_period_check' },
  { sql: `ALTER TABLE "Scenario" ALTER COLUMN "planning_mode" SET DEFAULT 'TOKEN';`, names: 'planning_mode' },
  { sql: 'DROP INDEX "Allocation_initiativeId_idx";', names: 'Allocation_initiativeId_idx' },
].map((one, i) => ({ ...one, name: `20251202090${i}00_less` }));

interface Finding {
  readonly rule: string;
  readonly migration: string;
  readonly message: string;
}

let code: unknown;
/** What the policy says of each migration. */
let refused: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  // Below the project, so that its configuration finds the package that it imports.
  mkdirSync(join(project, 'node_modules'), { recursive: true });
  const copy = mkdtempSync(join(project, 'node_modules', 'policy-'));
  try {
    for (const part of ['prisma', 'seed', 'strata.config.ts', 'package.json'])
      cpSync(join(project, part), join(copy, part), { recursive: true });
    for (const { name, sql } of [...additions, ...alterations]) {
      mkdirSync(join(copy, 'prisma/migrations', name));
      writeFileSync(join(copy, 'prisma/migrations', name, 'migration.sql'), `${sql}\n`);
    }
    const done = await strata(['check', '.', '--json'], copy);
    code = done.code;
    const findings: readonly Finding[] = JSON.parse(done.stdout).projects[0].findings;
    const told = findings.filter(({ rule }) => rule === 'additive-only');
    refused = grouped(told);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

function grouped(findings: readonly Finding[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { migration, message } of findings)
    groups.set(migration, [...(groups.get(migration) ?? []), message]);
  return groups;
}

describe('changes are additive:', () => {
  test.each(additions)('$what passes', ({ name }) => {
    expect(refused.get(name)).toBeUndefined();
  });

  test.each(alterations)('$sql is refused by name', ({ name, names }) => {
    expect(refused.get(name)).toEqual([expect.stringContaining(names)]);
  });

  test('the history as it is passes', () => {
    expect([...refused.keys()].sort()).toEqual(alterations.map(({ name }) => name));
    expect(code).toBe(1);
  });
});
