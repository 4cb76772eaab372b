// Writes a Prisma history of any length with what real ones hold: tables, columns, indexes, foreign keys, functions,
// triggers, views, policies and rows; six to eight statements each.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @type {readonly ((n: number) => string)[]} Each writes one migration about table number `n`. */
const chapters = [
  (n) => `
CREATE TYPE "Status${n}" AS ENUM ('DRAFT', 'OPEN', 'CLOSED');
CREATE TABLE "item${n}" (
  "id" uuid NOT NULL DEFAULT gen_random_uuid(),
  "parentId" uuid,
  "title" text NOT NULL,
  "status" "Status${n}" NOT NULL DEFAULT 'DRAFT',
  "amount" numeric(12, 2) NOT NULL DEFAULT 0,
  "meta" jsonb,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT "item${n}_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "item${n}_status_idx" ON "item${n}" ("status", "createdAt" DESC);
CREATE UNIQUE INDEX "item${n}_title_key" ON "item${n}" (lower("title"));
ALTER TABLE "item${n}" ADD CONSTRAINT "item${n}_parentId_fkey" FOREIGN KEY ("parentId")
  REFERENCES "item${Math.max(0, n - 1)}" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
COMMENT ON TABLE "item${n}" IS 'Items of kind ${n}; they end as CLOSED.';
INSERT INTO "item${n}" ("title", "amount") VALUES ('first', 1), ('second', 2.5), ('third; not the last', 3);`,
  (n) => `
ALTER TABLE "item${n}" ADD COLUMN "slug" text;
UPDATE "item${n}" SET "slug" = lower(replace("title", ' ', '-'));
ALTER TABLE "item${n}" ALTER COLUMN "slug" SET NOT NULL;
ALTER TABLE "item${n}" ADD CONSTRAINT "item${n}_amount_check" CHECK ("amount" >= 0) NOT VALID;
ALTER TABLE "item${n}" VALIDATE CONSTRAINT "item${n}_amount_check";
CREATE INDEX "item${n}_slug_idx" ON "item${n}" ("slug");
ALTER TABLE "item${n}" ADD COLUMN "updatedAt" timestamptz NOT NULL DEFAULT now();`,
  (n) => `
CREATE FUNCTION "touch${n}"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."updatedAt" := now(); -- kept by the database
  RETURN NEW;
END $$;
CREATE TRIGGER "item${n}_touch" BEFORE UPDATE ON "item${n}" FOR EACH ROW EXECUTE FUNCTION "touch${n}"();
CREATE TABLE "entry${n}" (
  "id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "itemId" uuid NOT NULL REFERENCES "item${n}" ("id") ON DELETE CASCADE,
  "note" varchar(200)
);
CREATE INDEX "entry${n}_itemId_idx" ON "entry${n}" ("itemId");
INSERT INTO "entry${n}" ("itemId", "note") SELECT "id", 'made with ' || "title" FROM "item${n}";
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_class WHERE relname = 'ledger') THEN CREATE TABLE "ledger" ("item" text, "sum" numeric); END IF;
END $$;`,
  (n) => `
CREATE VIEW "open${n}" AS SELECT "id", "title", "amount" FROM "item${n}" WHERE "status" = 'OPEN';
ALTER TABLE "item${n}" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "item${n}_read" ON "item${n}" FOR SELECT USING (true);
CREATE POLICY "item${n}_write" ON "item${n}" FOR UPDATE USING ("status" <> 'CLOSED');
GRANT SELECT ON "item${n}", "open${n}" TO PUBLIC;
INSERT INTO "ledger" SELECT 'item${n}', sum("amount") FROM "item${n}";`,
  (n) => `
ALTER TABLE "entry${n}" RENAME COLUMN "note" TO "remark";
ALTER TABLE "entry${n}" ALTER COLUMN "remark" TYPE text;
ALTER TABLE "item${n}" ALTER COLUMN "amount" TYPE numeric(14, 4);
DROP INDEX "item${n}_slug_idx";
CREATE UNIQUE INDEX "item${n}_slug_key" ON "item${n}" ("slug");
ALTER TYPE "Status${n}" ADD VALUE IF NOT EXISTS 'ARCHIVED';
UPDATE "entry${n}" SET "remark" = upper("remark") WHERE "remark" LIKE 'made%';`,
];

/**
 * The SQL of the i-th migration, from 0. A view stands on what the last chapter retypes, so that one is told apart.
 * @param {number} i
 */
export function migrationSql(i) {
  const chapter = chapters[i % chapters.length];
  const n = Math.floor(i / chapters.length);
  const sql = chapter === undefined ? '' : chapter(n);
  if (i % chapters.length !== 4) return sql;
  const view = `CREATE VIEW "open${n}" AS SELECT "id", "title", "amount" FROM "item${n}" WHERE "status" = 'OPEN';`;
  return `DROP VIEW "open${n}";${sql}\n${view}`;
}

/**
 * Adds one migration to a project and returns its folder.
 * @param {string} project
 * @param {number} i
 * @param {string} sql
 */
export function writeMigration(project, i, sql) {
  const day = new Date(Date.UTC(2024, 0, 1) + i * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
  const folder = join(project, 'prisma/migrations', `${day}120000_step_${i}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'migration.sql'), `${sql.trim()}\n`);
  return folder;
}

/**
 * Writes a whole project and returns the texts of its migrations.
 * @param {string} project
 * @param {number} count
 */
export function writeHistory(project, count) {
  mkdirSync(join(project, 'prisma/migrations'), { recursive: true });
  writeFileSync(join(project, 'package.json'), '{}\n');
  writeFileSync(join(project, 'prisma/migrations/migration_lock.toml'), 'provider = "postgresql"\n');
  const texts = [];
  for (let i = 0; i < count; i += 1) {
    texts.push(`${migrationSql(i).trim()}\n`);
    writeMigration(project, i, migrationSql(i));
  }
  return texts;
}
