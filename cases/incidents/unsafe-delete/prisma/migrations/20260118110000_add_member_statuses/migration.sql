-- Nobody waits longer than this behind the lock that a new column and its key need.
SET LOCAL lock_timeout = '2s';

-- CreateTable
CREATE TABLE "member_statuses" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(100) NOT NULL,

    CONSTRAINT "member_statuses_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "member_statuses_code_key" ON "member_statuses"("code");

INSERT INTO "member_statuses" ("code", "name")
VALUES ('active', 'Active'), ('on-leave', 'On leave'), ('reserve', 'Reserve'), ('left', 'Left');

-- AlterTable
ALTER TABLE "members" ADD COLUMN "member_status_id" UUID;
