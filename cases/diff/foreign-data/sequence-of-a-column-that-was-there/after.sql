create foreign data wrapper case_wrapper;
create server case_server foreign data wrapper case_wrapper;
create foreign table f (id integer) server case_server;
create sequence f_id_seq as integer owned by f.id;
alter table f alter id set default nextval('f_id_seq');
