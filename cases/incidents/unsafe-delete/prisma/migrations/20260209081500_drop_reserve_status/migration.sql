-- There is no reserve any more.
DELETE FROM "member_statuses" WHERE "code" = 'reserve';
