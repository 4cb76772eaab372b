SELECT (SELECT max(id) FROM users_old), nextval('users_old_id_seq') - 1, (SELECT max(id) FROM users), nextval('users_id_seq') - 1,
  (SELECT max(id) FROM b), nextval('b_id_seq') - 1, (SELECT max(id) FROM a), nextval('a_id_seq') - 1,
  ARRAY[pg_relation_filenode('users_old_pkey'), pg_relation_filenode('users_old_email_idx'), pg_relation_filenode('users_email_idx')]
