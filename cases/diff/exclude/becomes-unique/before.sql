create table t (a integer, constraint t_one exclude using btree (a with =));
