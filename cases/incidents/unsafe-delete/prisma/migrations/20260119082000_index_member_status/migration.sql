-- CreateIndex
CREATE INDEX CONCURRENTLY "members_member_status_id_idx" ON "members"("member_status_id");
