DELETE FROM member_statuses WHERE code = 'reserve';
