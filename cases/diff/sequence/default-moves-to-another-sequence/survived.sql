select nextval('new_seq')::int, nextval('shared_seq')::int, nextval('given_seq')::int, nextval('both_seq')::int;
