-- The database as it was found: the first transaction of the second migration is there, and nothing of what follows it.
CREATE TYPE "account_state" AS ENUM ('active', 'closed');
CREATE TABLE "accounts" (
  "id" text NOT NULL CONSTRAINT "accounts_pkey" PRIMARY KEY,
  "email" text NOT NULL,
  "state" "account_state" NOT NULL DEFAULT 'active'
);
INSERT INTO "accounts" ("id", "email") VALUES ('1', 'ada@example.com'), ('2', 'grace@example.com');

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
INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "logs", "started_at", "applied_steps_count") VALUES
  ('1', '36abd17ed03756965816e1e7511fe699815c4abca4391f73df85b26c70c79e92', '2026-01-12 09:05+00', '20260112090000_accounts', NULL, '2026-01-12 09:05+00', 1),
  ('2', '55bb4cecc4888952befb7346d7e661ba619f4c433812a59aeadbca21f4ef39c5', NULL, '20260202090000_account_states',
   'Database error code: 40P01

Database error:
ERROR: deadlock detected', '2026-02-02 09:05+00', 0);
