-- CreateTable
CREATE TABLE "visitors" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" VARCHAR(100) NOT NULL,
    "organisation" VARCHAR(100),
    "visit_type" VARCHAR(50),
    "host_member_id" UUID,
    "badge_id" UUID,
    "signed_in_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "signed_out_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "visitors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "events" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" VARCHAR(100) NOT NULL,
    "location" VARCHAR(100),
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_attendees" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "event_id" UUID NOT NULL,
    "member_id" UUID,
    "guest_name" VARCHAR(100),
    "arrived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_attendees_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "visitors_host_member_id_idx" ON "visitors"("host_member_id");

-- CreateIndex
CREATE INDEX "visitors_badge_id_idx" ON "visitors"("badge_id");

-- CreateIndex
CREATE INDEX "visitors_signed_in_at_idx" ON "visitors"("signed_in_at");

-- CreateIndex
CREATE INDEX "events_created_by_id_idx" ON "events"("created_by_id");

-- CreateIndex
CREATE INDEX "events_starts_at_idx" ON "events"("starts_at");

-- CreateIndex
CREATE INDEX "event_attendees_member_id_idx" ON "event_attendees"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "event_attendees_event_id_member_id_key" ON "event_attendees"("event_id", "member_id");

-- AddForeignKey
ALTER TABLE "visitors" ADD CONSTRAINT "visitors_host_member_id_fkey" FOREIGN KEY ("host_member_id") REFERENCES "members"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "visitors" ADD CONSTRAINT "visitors_badge_id_fkey" FOREIGN KEY ("badge_id") REFERENCES "badges"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "admin_users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_attendees" ADD CONSTRAINT "event_attendees_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_attendees" ADD CONSTRAINT "event_attendees_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the schema language cannot say.
ALTER TABLE "visitors" ADD CONSTRAINT "visitors_name_not_blank_check" CHECK ("name" ~ '\S');
ALTER TABLE "visitors" ADD CONSTRAINT "visitors_out_after_in_check" CHECK ("signed_out_at" >= "signed_in_at");
ALTER TABLE "events" ADD CONSTRAINT "events_end_after_start_check" CHECK ("ends_at" > "starts_at");
ALTER TABLE "event_attendees" ADD CONSTRAINT "event_attendees_member_or_guest_check"
    CHECK (num_nonnulls("member_id", "guest_name") = 1);

-- A badge hangs on one visitor at a time.
CREATE UNIQUE INDEX "visitors_badge_in_use_key" ON "visitors"("badge_id") WHERE "signed_out_at" IS NULL;

-- Who is still in the building.
CREATE INDEX "visitors_present_idx" ON "visitors"("signed_in_at") WHERE "signed_out_at" IS NULL;
