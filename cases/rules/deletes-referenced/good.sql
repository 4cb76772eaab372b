UPDATE members SET status_id = 1, status = 'active' WHERE status = 'reserve';
DELETE FROM member_statuses WHERE code = 'reserve';
