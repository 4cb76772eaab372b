-- Dropping a column drops its index and foreign key with it. The texts that the columns are to replace are untouched.
ALTER TABLE "visitors" DROP COLUMN "visit_type_id";
ALTER TABLE "badges" DROP COLUMN "badge_status_id";
ALTER TABLE "members" DROP COLUMN "member_type_id",
DROP COLUMN "member_status_id";

DROP TABLE "list_items";
DROP TABLE "badge_statuses";
DROP TABLE "visit_types";
DROP TABLE "member_types";
DROP TABLE "member_statuses";
DROP FUNCTION list_items_system_stays();
