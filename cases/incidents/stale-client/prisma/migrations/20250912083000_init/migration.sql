-- CreateEnum
CREATE TYPE "badge_status" AS ENUM ('ACTIVE', 'RETURNED');

-- CreateTable
CREATE TABLE "members" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "service_number" TEXT NOT NULL,

    CONSTRAINT "members_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "badges" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "serial" TEXT NOT NULL,
    "status" "badge_status" NOT NULL DEFAULT 'ACTIVE',
    "member_id" UUID,

    CONSTRAINT "badges_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "members_service_number_key" ON "members"("service_number");

-- CreateIndex
CREATE UNIQUE INDEX "badges_serial_key" ON "badges"("serial");

-- CreateIndex
CREATE INDEX "badges_member_id_idx" ON "badges"("member_id");

-- AddForeignKey
ALTER TABLE "badges" ADD CONSTRAINT "badges_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
