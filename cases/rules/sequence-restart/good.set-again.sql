ALTER SEQUENCE members_id_seq RESTART;
SELECT setval('members_id_seq', max(id)) FROM members;
