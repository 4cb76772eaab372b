CREATE TABLE "member_statuses" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "member_statuses_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "members" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "service_number" TEXT NOT NULL,
    "member_status_id" UUID,
    "mentor_id" UUID,

    CONSTRAINT "members_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "members_member_status_id_fkey" FOREIGN KEY ("member_status_id") REFERENCES "member_statuses"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "members_mentor_id_fkey" FOREIGN KEY ("mentor_id") REFERENCES "members"("id") ON DELETE SET NULL ON UPDATE CASCADE
);

CREATE UNIQUE INDEX "member_statuses_code_key" ON "member_statuses"("code");
CREATE UNIQUE INDEX "members_service_number_key" ON "members"("service_number");
CREATE INDEX "members_member_status_id_idx" ON "members"("member_status_id");
CREATE INDEX "members_mentor_id_idx" ON "members"("mentor_id");
