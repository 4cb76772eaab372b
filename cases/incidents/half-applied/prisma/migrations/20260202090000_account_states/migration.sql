-- The table and the column are there before the index is built: it must not hold up their readers.
BEGIN;

CREATE TYPE "account_state" AS ENUM ('active', 'closed');

ALTER TABLE "accounts" ADD COLUMN "state" "account_state" NOT NULL DEFAULT 'active';

COMMIT;

CREATE TABLE "account_closings" (
    "account_id" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_closings_pkey" PRIMARY KEY ("account_id"),
    CONSTRAINT "account_closings_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
