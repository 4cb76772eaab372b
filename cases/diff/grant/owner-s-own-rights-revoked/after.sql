create table t (id integer);
revoke delete, truncate on t from current_user;
