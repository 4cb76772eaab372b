SELECT (SELECT max(id) FROM users), nextval('users_id_seq'), (SELECT max(id) FROM users_new), nextval('users_new_id_seq'),
  (SELECT max(id) FROM a), nextval('a_id_seq'), (SELECT max(id) FROM b), nextval('b_id_seq'),
  ARRAY[pg_relation_filenode('users_pkey'), pg_relation_filenode('users_email_idx'), pg_relation_filenode('users_new_email_idx')]
