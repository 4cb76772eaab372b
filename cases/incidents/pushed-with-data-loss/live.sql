-- The database as it was found, after prisma db push --accept-data-loss: the names that people had given are gone.
CREATE TABLE "User" (
  "id" text NOT NULL CONSTRAINT "User_pkey" PRIMARY KEY,
  "email" text NOT NULL,
  "displayName" text NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX "User_email_key" ON "User" ("email");
INSERT INTO "User" ("id", "email") VALUES ('1', 'ada@example.com'), ('2', 'grace@example.com');

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
  ('1', '41429a51e83b58cad7b06370b19d3d049107e69b2410f14d980a9f6af7edfecf', '2025-09-01 08:05+00', '20250901080000_users', 1);
