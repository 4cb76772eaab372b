ALTER SEQUENCE members_id_seq CYCLE;
