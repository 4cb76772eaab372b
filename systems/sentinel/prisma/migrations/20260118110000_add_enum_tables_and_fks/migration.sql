-- strata: allow work-under-lock because the tables hold some 20,000 rows and the new columns only nulls: this is over in less than a tenth of a second
-- strata: allow index-blocks-writes because the tables hold some 20,000 rows and the new columns only nulls: this is over in less than a tenth of a second
-- strata: allow foreign-key-scan because the tables hold some 20,000 rows and the new columns only nulls: this is over in less than a tenth of a second

-- AlterTable
ALTER TABLE "members" ADD COLUMN     "member_status_id" UUID,
ADD COLUMN     "member_type_id" UUID;

-- AlterTable
ALTER TABLE "badges" ADD COLUMN     "badge_status_id" UUID;

-- AlterTable
ALTER TABLE "visitors" ADD COLUMN     "visit_type_id" UUID;

-- CreateTable
CREATE TABLE "member_statuses" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "description" TEXT,
    "color" VARCHAR(7),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_statuses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member_types" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "description" TEXT,
    "color" VARCHAR(7),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_types_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "visit_types" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "description" TEXT,
    "color" VARCHAR(7),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "visit_types_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "badge_statuses" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "description" TEXT,
    "color" VARCHAR(7),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "badge_statuses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "list_items" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "list_type" VARCHAR(50) NOT NULL,
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "description" TEXT,
    "position" INTEGER NOT NULL DEFAULT 0,
    "is_system" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "list_items_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "member_statuses_code_key" ON "member_statuses"("code");

-- CreateIndex
CREATE INDEX "member_statuses_name_idx" ON "member_statuses"("name");

-- CreateIndex
CREATE UNIQUE INDEX "member_types_code_key" ON "member_types"("code");

-- CreateIndex
CREATE INDEX "member_types_name_idx" ON "member_types"("name");

-- CreateIndex
CREATE UNIQUE INDEX "visit_types_code_key" ON "visit_types"("code");

-- CreateIndex
CREATE INDEX "visit_types_name_idx" ON "visit_types"("name");

-- CreateIndex
CREATE UNIQUE INDEX "badge_statuses_code_key" ON "badge_statuses"("code");

-- CreateIndex
CREATE INDEX "badge_statuses_name_idx" ON "badge_statuses"("name");

-- CreateIndex
CREATE INDEX "list_items_list_type_position_idx" ON "list_items"("list_type", "position");

-- CreateIndex
CREATE UNIQUE INDEX "list_items_list_type_code_key" ON "list_items"("list_type", "code");

-- CreateIndex
CREATE INDEX "members_member_type_id_idx" ON "members"("member_type_id");

-- CreateIndex
CREATE INDEX "members_member_status_id_idx" ON "members"("member_status_id");

-- CreateIndex
CREATE INDEX "badges_badge_status_id_idx" ON "badges"("badge_status_id");

-- CreateIndex
CREATE INDEX "visitors_visit_type_id_idx" ON "visitors"("visit_type_id");

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_member_type_id_fkey" FOREIGN KEY ("member_type_id") REFERENCES "member_types"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_member_status_id_fkey" FOREIGN KEY ("member_status_id") REFERENCES "member_statuses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "badges" ADD CONSTRAINT "badges_badge_status_id_fkey" FOREIGN KEY ("badge_status_id") REFERENCES "badge_statuses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "visitors" ADD CONSTRAINT "visitors_visit_type_id_fkey" FOREIGN KEY ("visit_type_id") REFERENCES "visit_types"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the schema language cannot say.
ALTER TABLE "member_statuses" ADD CONSTRAINT "member_statuses_code_not_blank_check" CHECK ("code" ~ '\S');
ALTER TABLE "member_types" ADD CONSTRAINT "member_types_code_not_blank_check" CHECK ("code" ~ '\S');
ALTER TABLE "visit_types" ADD CONSTRAINT "visit_types_code_not_blank_check" CHECK ("code" ~ '\S');
ALTER TABLE "badge_statuses" ADD CONSTRAINT "badge_statuses_code_not_blank_check" CHECK ("code" ~ '\S');
ALTER TABLE "list_items" ADD CONSTRAINT "list_items_code_not_blank_check" CHECK ("code" ~ '\S');
ALTER TABLE "list_items" ADD CONSTRAINT "list_items_position_not_negative_check" CHECK ("position" >= 0);

ALTER TABLE "member_statuses" ADD CONSTRAINT "member_statuses_color_check" CHECK ("color" ~ '^#[0-9a-f]{6}$');
ALTER TABLE "member_types" ADD CONSTRAINT "member_types_color_check" CHECK ("color" ~ '^#[0-9a-f]{6}$');
ALTER TABLE "visit_types" ADD CONSTRAINT "visit_types_color_check" CHECK ("color" ~ '^#[0-9a-f]{6}$');
ALTER TABLE "badge_statuses" ADD CONSTRAINT "badge_statuses_color_check" CHECK ("color" ~ '^#[0-9a-f]{6}$');

-- The programs of the site look system items up by their codes.
CREATE FUNCTION list_items_system_stays() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'item % of list % belongs to the system and cannot be %', OLD."code", OLD."list_type",
        CASE TG_OP WHEN 'DELETE' THEN 'deleted' ELSE 'given another list or code' END
        USING ERRCODE = 'SN003',
              CONSTRAINT = TG_NAME,
              TABLE = TG_TABLE_NAME,
              HINT = 'Its name, description and position may be changed.';
END;
$$;

CREATE TRIGGER "list_items_system_stays"
    BEFORE DELETE ON "list_items"
    FOR EACH ROW WHEN (OLD."is_system")
    EXECUTE FUNCTION list_items_system_stays();

CREATE TRIGGER "list_items_system_keeps_code"
    BEFORE UPDATE ON "list_items"
    FOR EACH ROW WHEN (
        OLD."is_system"
        AND (OLD."list_type", OLD."code", OLD."is_system") IS DISTINCT FROM (NEW."list_type", NEW."code", NEW."is_system")
    )
    EXECUTE FUNCTION list_items_system_stays();
