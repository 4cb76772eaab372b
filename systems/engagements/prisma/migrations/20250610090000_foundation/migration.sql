-- CreateEnum
CREATE TYPE "UserRole" AS ENUM ('AUDITOR', 'MANAGER', 'CAE', 'AUDITEE');

-- CreateEnum
CREATE TYPE "EngagementStatus" AS ENUM ('PLANNED', 'FIELDWORK', 'REPORTING', 'CLOSED');

-- CreateEnum
CREATE TYPE "ObservationSeverity" AS ENUM ('CRITICAL', 'HIGH', 'MEDIUM', 'LOW');

-- CreateEnum
CREATE TYPE "ObservationStatus" AS ENUM ('OPEN', 'IN_PROGRESS', 'CLOSED');

-- CreateEnum
CREATE TYPE "ComplianceStatus" AS ENUM ('NOT_ASSESSED', 'COMPLIANT', 'PARTIAL', 'NON_COMPLIANT');

-- CreateTable
CREATE TABLE "Tenant" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenantId" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "UserRole" NOT NULL,
    "disabledAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEngagement" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenantId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "leadId" UUID NOT NULL,
    "status" "EngagementStatus" NOT NULL DEFAULT 'PLANNED',
    "periodStart" DATE NOT NULL,
    "periodEnd" DATE NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditEngagement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EngagementMember" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenantId" UUID NOT NULL,
    "engagementId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "EngagementMember_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Observation" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenantId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "severity" "ObservationSeverity" NOT NULL,
    "status" "ObservationStatus" NOT NULL DEFAULT 'OPEN',
    "raisedOn" DATE NOT NULL DEFAULT CURRENT_DATE,
    "dueDate" DATE,
    "closedOn" DATE,
    "ownerId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Observation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ComplianceRequirement" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenantId" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "status" "ComplianceStatus" NOT NULL DEFAULT 'NOT_ASSESSED',
    "assessedOn" DATE,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ComplianceRequirement_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Tenant_slug_key" ON "Tenant"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "User_tenantId_email_key" ON "User"("tenantId", "email");

-- CreateIndex
CREATE UNIQUE INDEX "User_tenantId_id_key" ON "User"("tenantId", "id");

-- CreateIndex
CREATE INDEX "AuditEngagement_tenantId_leadId_idx" ON "AuditEngagement"("tenantId", "leadId");

-- CreateIndex
CREATE UNIQUE INDEX "AuditEngagement_tenantId_id_key" ON "AuditEngagement"("tenantId", "id");

-- CreateIndex
CREATE INDEX "EngagementMember_tenantId_userId_idx" ON "EngagementMember"("tenantId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "EngagementMember_tenantId_engagementId_userId_key" ON "EngagementMember"("tenantId", "engagementId", "userId");

-- CreateIndex
CREATE INDEX "Observation_tenantId_ownerId_idx" ON "Observation"("tenantId", "ownerId");

-- CreateIndex
CREATE UNIQUE INDEX "ComplianceRequirement_tenantId_code_key" ON "ComplianceRequirement"("tenantId", "code");

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuditEngagement" ADD CONSTRAINT "AuditEngagement_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuditEngagement" ADD CONSTRAINT "AuditEngagement_tenantId_leadId_fkey" FOREIGN KEY ("tenantId", "leadId") REFERENCES "User"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EngagementMember" ADD CONSTRAINT "EngagementMember_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EngagementMember" ADD CONSTRAINT "EngagementMember_tenantId_engagementId_fkey" FOREIGN KEY ("tenantId", "engagementId") REFERENCES "AuditEngagement"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EngagementMember" ADD CONSTRAINT "EngagementMember_tenantId_userId_fkey" FOREIGN KEY ("tenantId", "userId") REFERENCES "User"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Observation" ADD CONSTRAINT "Observation_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Observation" ADD CONSTRAINT "Observation_tenantId_ownerId_fkey" FOREIGN KEY ("tenantId", "ownerId") REFERENCES "User"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ComplianceRequirement" ADD CONSTRAINT "ComplianceRequirement_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the schema language cannot say.
ALTER TABLE "Tenant" ADD CONSTRAINT "Tenant_slug_check" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$');

-- Two accounts must not differ by capital letters only.
ALTER TABLE "User" ADD CONSTRAINT "User_email_lower_check" CHECK ("email" = lower("email"));

ALTER TABLE "AuditEngagement" ADD CONSTRAINT "AuditEngagement_title_not_blank_check" CHECK ("title" ~ '\S');
ALTER TABLE "AuditEngagement" ADD CONSTRAINT "AuditEngagement_period_check" CHECK ("periodEnd" >= "periodStart");

ALTER TABLE "Observation" ADD CONSTRAINT "Observation_title_not_blank_check" CHECK ("title" ~ '\S');
ALTER TABLE "Observation" ADD CONSTRAINT "Observation_due_after_raised_check" CHECK ("dueDate" >= "raisedOn");
ALTER TABLE "Observation" ADD CONSTRAINT "Observation_closed_check" CHECK (("status" = 'CLOSED') = ("closedOn" IS NOT NULL));
ALTER TABLE "Observation" ADD CONSTRAINT "Observation_closed_after_raised_check" CHECK ("closedOn" >= "raisedOn");

ALTER TABLE "ComplianceRequirement" ADD CONSTRAINT "ComplianceRequirement_code_not_blank_check" CHECK ("code" ~ '\S');
ALTER TABLE "ComplianceRequirement" ADD CONSTRAINT "ComplianceRequirement_assessed_check"
    CHECK (("status" = 'NOT_ASSESSED') = ("assessedOn" IS NULL));

-- Tenants are apart. A transaction says for whom it works: SET LOCAL app.tenant_id = '...'. Where nobody said, this is null,
-- and nothing is equal to null: no row is seen or written.
CREATE FUNCTION app_tenant_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.tenant_id', true), '')::uuid;

-- FORCE, because the owner of the tables runs jobs and scripts, and forgets as easily as anybody.
ALTER TABLE "Tenant" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Tenant" FORCE ROW LEVEL SECURITY;
CREATE POLICY "Tenant_tenant" ON "Tenant" USING ("id" = (SELECT app_tenant_id()));

ALTER TABLE "User" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "User" FORCE ROW LEVEL SECURITY;
CREATE POLICY "User_tenant" ON "User" USING ("tenantId" = (SELECT app_tenant_id()));

ALTER TABLE "AuditEngagement" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "AuditEngagement" FORCE ROW LEVEL SECURITY;
CREATE POLICY "AuditEngagement_tenant" ON "AuditEngagement" USING ("tenantId" = (SELECT app_tenant_id()));

ALTER TABLE "EngagementMember" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "EngagementMember" FORCE ROW LEVEL SECURITY;
CREATE POLICY "EngagementMember_tenant" ON "EngagementMember" USING ("tenantId" = (SELECT app_tenant_id()));

ALTER TABLE "Observation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Observation" FORCE ROW LEVEL SECURITY;
CREATE POLICY "Observation_tenant" ON "Observation" USING ("tenantId" = (SELECT app_tenant_id()));

ALTER TABLE "ComplianceRequirement" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ComplianceRequirement" FORCE ROW LEVEL SECURITY;
CREATE POLICY "ComplianceRequirement_tenant" ON "ComplianceRequirement" USING ("tenantId" = (SELECT app_tenant_id()));

-- The service writes everything but tenants, which are made when a contract is signed. The board reads what is not about persons.
GRANT SELECT ON "Tenant" TO engagements_app, engagements_board;
GRANT SELECT, INSERT, UPDATE, DELETE ON "User", "AuditEngagement", "EngagementMember", "Observation", "ComplianceRequirement"
    TO engagements_app;
GRANT SELECT ON "AuditEngagement", "Observation", "ComplianceRequirement" TO engagements_board;
