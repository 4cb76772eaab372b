-- The database as it was found: the second migration ran into the orchestrator's time limit, and was taken back by the server as a
-- whole. Prisma's ledger has it as begun and never finished.
CREATE TABLE "accounts" (
  "id" text NOT NULL CONSTRAINT "accounts_pkey" PRIMARY KEY,
  "email" text NOT NULL
);
INSERT INTO "accounts" VALUES ('1', 'ada@example.com'), ('2', 'grace@example.com');

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
  ('2', 'b7e933feebe298b72a8c4c51f8a8656f5c93fad90a3f3b86b0a9df8de0089738', NULL, '20260119090000_account_emails',
   'A migration failed to apply. New migrations cannot be applied before the error is recovered from.

Migration name: 20260119090000_account_emails

Database error code: 57014

Database error:
ERROR: canceling statement due to statement timeout', '2026-01-19 09:05+00', 0);
