-- strata: allow work-under-lock because there are some thousand members and the new column holds only nulls
-- strata: allow index-blocks-writes because there are some thousand members and the new column holds only nulls
-- strata: allow foreign-key-scan because there are some thousand members and the new column holds only nulls

-- AlterTable
ALTER TABLE "members" ADD COLUMN     "member_status_id" UUID;

-- CreateIndex
CREATE INDEX "members_member_status_id_idx" ON "members"("member_status_id");

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_member_status_id_fkey" FOREIGN KEY ("member_status_id") REFERENCES "member_statuses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
