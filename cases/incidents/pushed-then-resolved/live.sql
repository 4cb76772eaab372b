-- The database as it was found. An earlier state of schema.prisma was pushed into it: the comment was short then, and batches had no
-- index yet. The migration was written afterwards and marked as applied, which its zero steps tell.
CREATE TABLE "Descriptor" (
  "id" text NOT NULL CONSTRAINT "Descriptor_pkey" PRIMARY KEY,
  "code" text NOT NULL
);
CREATE UNIQUE INDEX "Descriptor_code_key" ON "Descriptor" ("code");
CREATE TABLE "DescriptorReview" (
  "id" text NOT NULL CONSTRAINT "DescriptorReview_pkey" PRIMARY KEY,
  "descriptorId" text NOT NULL
    CONSTRAINT "DescriptorReview_descriptorId_fkey" REFERENCES "Descriptor" ON DELETE RESTRICT ON UPDATE CASCADE,
  "batchId" text NOT NULL,
  "submittedAt" timestamptz(3) NOT NULL,
  "comment" varchar(191)
);
CREATE INDEX "DescriptorReview_descriptorId_idx" ON "DescriptorReview" ("descriptorId");
INSERT INTO "Descriptor" VALUES ('1', 'A1');
INSERT INTO "DescriptorReview" VALUES ('1', '1', 'b', '2026-02-05', 'shorter, please');

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
  ('1', '9c9e1a79e6ae18a3da1d9095439c721b9a8432308d82c67db0b00e16deb061cd', '2025-12-01 09:05+00', '20251201090000_init', 1),
  ('2', 'e0c16c3f7c6762dae148f02e4fd94a7d8a3bb7319abb3a8291a0a1857bb1f948', '2026-02-04 17:40+00', '20260204090000_batch_workflow', 0);
