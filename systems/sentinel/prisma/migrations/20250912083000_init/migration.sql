-- CreateEnum
CREATE TYPE "admin_role" AS ENUM ('duty', 'admin');

-- CreateEnum
CREATE TYPE "badge_assignment" AS ENUM ('unassigned', 'member', 'visitor');

-- CreateEnum
CREATE TYPE "checkin_direction" AS ENUM ('in', 'out');

-- CreateTable
CREATE TABLE "divisions" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "description" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "divisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "members" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "service_number" VARCHAR(20) NOT NULL,
    "rank" VARCHAR(20) NOT NULL,
    "first_name" VARCHAR(100) NOT NULL,
    "last_name" VARCHAR(100) NOT NULL,
    "division_id" UUID,
    "status" VARCHAR(50) NOT NULL DEFAULT 'active',
    "member_type" VARCHAR(50) NOT NULL,
    "email" VARCHAR(255),
    "mobile_phone" VARCHAR(30),
    "notes" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "members_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "badges" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "serial_number" VARCHAR(50) NOT NULL,
    "assignment" "badge_assignment" NOT NULL DEFAULT 'unassigned',
    "member_id" UUID,
    "status" VARCHAR(50) NOT NULL DEFAULT 'active',
    "issued_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "badges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "checkins" (
    "id" BIGSERIAL NOT NULL,
    "member_id" UUID,
    "badge_id" UUID,
    "direction" "checkin_direction" NOT NULL,
    "kiosk" VARCHAR(50) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "checkins_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admin_users" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "username" VARCHAR(50) NOT NULL,
    "display_name" VARCHAR(100) NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" "admin_role" NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "admin_users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_logs" (
    "id" BIGSERIAL NOT NULL,
    "admin_user_id" UUID,
    "action" VARCHAR(50) NOT NULL,
    "entity_type" VARCHAR(50) NOT NULL,
    "entity_id" VARCHAR(50),
    "details" JSONB NOT NULL DEFAULT '{}',
    "ip_address" INET,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_logs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "divisions_code_key" ON "divisions"("code");

-- CreateIndex
CREATE UNIQUE INDEX "members_service_number_key" ON "members"("service_number");

-- CreateIndex
CREATE INDEX "members_division_id_idx" ON "members"("division_id");

-- CreateIndex
CREATE INDEX "members_last_name_first_name_idx" ON "members"("last_name", "first_name");

-- CreateIndex
CREATE INDEX "members_status_idx" ON "members"("status");

-- CreateIndex
CREATE UNIQUE INDEX "badges_serial_number_key" ON "badges"("serial_number");

-- CreateIndex
CREATE INDEX "badges_member_id_idx" ON "badges"("member_id");

-- CreateIndex
CREATE INDEX "badges_status_idx" ON "badges"("status");

-- CreateIndex
CREATE INDEX "checkins_member_id_at_idx" ON "checkins"("member_id", "at" DESC);

-- CreateIndex
CREATE INDEX "checkins_badge_id_at_idx" ON "checkins"("badge_id", "at" DESC);

-- CreateIndex
CREATE INDEX "checkins_at_idx" ON "checkins"("at");

-- CreateIndex
CREATE UNIQUE INDEX "admin_users_username_key" ON "admin_users"("username");

-- CreateIndex
CREATE INDEX "audit_logs_admin_user_id_idx" ON "audit_logs"("admin_user_id");

-- CreateIndex
CREATE INDEX "audit_logs_entity_type_entity_id_idx" ON "audit_logs"("entity_type", "entity_id");

-- CreateIndex
CREATE INDEX "audit_logs_created_at_idx" ON "audit_logs"("created_at");

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_division_id_fkey" FOREIGN KEY ("division_id") REFERENCES "divisions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "badges" ADD CONSTRAINT "badges_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checkins" ADD CONSTRAINT "checkins_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checkins" ADD CONSTRAINT "checkins_badge_id_fkey" FOREIGN KEY ("badge_id") REFERENCES "badges"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_logs" ADD CONSTRAINT "audit_logs_admin_user_id_fkey" FOREIGN KEY ("admin_user_id") REFERENCES "admin_users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the schema language cannot say.
ALTER TABLE "divisions" ADD CONSTRAINT "divisions_code_not_blank_check" CHECK ("code" ~ '\S');
ALTER TABLE "members" ADD CONSTRAINT "members_service_number_not_blank_check" CHECK ("service_number" ~ '\S');
ALTER TABLE "badges" ADD CONSTRAINT "badges_serial_number_not_blank_check" CHECK ("serial_number" ~ '\S');

-- Two accounts must not differ by capital letters only.
ALTER TABLE "admin_users" ADD CONSTRAINT "admin_users_username_lower_check" CHECK ("username" = lower("username"));

-- A member's badge says whose it is; no other badge does.
ALTER TABLE "badges" ADD CONSTRAINT "badges_assignment_check" CHECK (("assignment" = 'member') = ("member_id" IS NOT NULL));

-- A scan of nobody would count for nothing.
ALTER TABLE "checkins" ADD CONSTRAINT "checkins_subject_check" CHECK (num_nonnulls("member_id", "badge_id") >= 1);

-- Who came and went, and who did what, is evidence.
CREATE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % cannot be %', TG_TABLE_NAME, CASE TG_OP WHEN 'DELETE' THEN 'deleted' ELSE 'changed' END
        USING ERRCODE = 'SN001',
              CONSTRAINT = TG_NAME,
              TABLE = TG_TABLE_NAME,
              HINT = 'Add a row that corrects it.';
END;
$$;

CREATE TRIGGER "checkins_stay"
    BEFORE DELETE ON "checkins"
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER "checkins_are_final"
    BEFORE UPDATE ON "checkins"
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER "audit_logs_stay"
    BEFORE DELETE ON "audit_logs"
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER "audit_logs_are_final"
    BEFORE UPDATE ON "audit_logs"
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
