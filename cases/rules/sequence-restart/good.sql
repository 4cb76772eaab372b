SELECT setval('members_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM members), false);
ALTER SEQUENCE tickets RESTART;
ALTER TABLE visits ALTER COLUMN id RESTART WITH 500000;
