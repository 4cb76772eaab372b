-- The database as it was found. Somebody had run the third migration by hand, so that the demonstration could begin, and went on
-- with real rows; Prisma's ledger knows of the first two only.
CREATE TABLE "Scenario" (
  "id" text CONSTRAINT "Scenario_pkey" PRIMARY KEY,
  "name" text NOT NULL,
  "planning_mode" text NOT NULL DEFAULT 'LEGACY'
);
CREATE TABLE "skill_pools" (
  "id" text CONSTRAINT "skill_pools_pkey" PRIMARY KEY,
  "name" text NOT NULL
);
CREATE UNIQUE INDEX "skill_pools_name_key" ON "skill_pools" ("name");
CREATE TABLE "token_demands" (
  "id" text CONSTRAINT "token_demands_pkey" PRIMARY KEY,
  "scenario_id" text NOT NULL,
  "skill_pool_id" text NOT NULL
    CONSTRAINT "token_demands_skill_pool_id_fkey" REFERENCES "skill_pools" ON DELETE RESTRICT ON UPDATE CASCADE,
  "tokens_p50" numeric(14, 4) NOT NULL,
  "tokens_p90" numeric(14, 4),
  CONSTRAINT "token_demands_p90_at_least_p50_check" CHECK ("tokens_p90" >= "tokens_p50")
);
CREATE UNIQUE INDEX "token_demands_scenario_id_skill_pool_id_key" ON "token_demands" ("scenario_id", "skill_pool_id");
CREATE INDEX "token_demands_skill_pool_id_idx" ON "token_demands" ("skill_pool_id");

INSERT INTO "Scenario" VALUES ('2026-Q2', 'Baseline', 'TOKEN');
INSERT INTO "skill_pools" VALUES ('backend', 'backend');
INSERT INTO "token_demands" VALUES ('1', '2026-Q2', 'backend', 150, 180);

CREATE TABLE "_prisma_migrations" (
  "id" varchar(36) PRIMARY KEY,
  "checksum" varchar(64) NOT NULL,
  "finished_at" timestamptz,
  "migration_name" varchar(255) NOT NULL,
  "logs" text,
  "rolled_back_at" timestamptz,
  "started_at" timestamptz NOT NULL DEFAULT now(),
  "applied_steps_count" integer NOT NULL DEFAULT 0
);
INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count") VALUES
  ('1', 'fbd38bcaad2edf97d50759b4c1582bc7934c913678fae429e894ecb1e08e80b5', '2025-03-03 09:20+00', '20250303091500_init', 1),
  ('2', '5b21987c82c8156f2ab380cbb8bd537e52abd85f8be0da50c61fb4c8113da803', '2025-10-06 08:31+00', '20251006083000_planning_mode', 1);
