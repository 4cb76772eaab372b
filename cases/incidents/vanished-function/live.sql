-- The database as it was found. The migrations made it, and then, between two of them, somebody ran what stands at the end.
CREATE TABLE "Observation" (
  "id" uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT "Observation_pkey" PRIMARY KEY,
  "title" text NOT NULL,
  "severity" text NOT NULL,
  "dueDate" date
);
CREATE TABLE "AuditLog" (
  "id" bigserial NOT NULL CONSTRAINT "AuditLog_pkey" PRIMARY KEY,
  "tableName" text NOT NULL,
  "rowId" uuid NOT NULL,
  "action" text NOT NULL,
  "old" jsonb,
  "new" jsonb,
  "at" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX "AuditLog_tableName_rowId_idx" ON "AuditLog" ("tableName", "rowId");
CREATE TABLE "ComplianceRequirement" (
  "id" uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT "ComplianceRequirement_pkey" PRIMARY KEY,
  "code" text NOT NULL,
  "title" text NOT NULL
);
CREATE UNIQUE INDEX "ComplianceRequirement_code_key" ON "ComplianceRequirement" ("code");

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
  ('1', '7687eb7dfec11481059aea560938e79fda1d402fd0aa0139549199004a3d99c9', '2025-06-10 09:05+00', '20250610090000_foundation', 1),
  ('2', 'd4dd1a2182a1c927413c49f59549e8059f64c94293b478f9564518400193dd10', '2025-07-02 14:20+00', '20250702141500_audit_trigger', 1),
  ('3', '386b952b727078ac1ba2fc4b54ec24d85c53808469bc669914cf6c079daf81c0', '2025-08-18 10:35+00', '20250818103000_compliance', 1);

-- DROP FUNCTION audit_trigger_function() CASCADE: the function is gone, and its trigger with it.
