-- For the weekly report.
CREATE VIEW "members_by_status" AS
SELECT s."code", s."name", count(*) AS "members"
FROM "members" m
JOIN "member_statuses" s ON s."id" = m."member_status_id"
GROUP BY s."code", s."name";
