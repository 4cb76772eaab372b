SET LOCAL lock_timeout = '2s';

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_member_status_id_fkey" FOREIGN KEY ("member_status_id") REFERENCES "member_statuses"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
