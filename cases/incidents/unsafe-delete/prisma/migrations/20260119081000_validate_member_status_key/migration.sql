ALTER TABLE "members" VALIDATE CONSTRAINT "members_member_status_id_fkey";
