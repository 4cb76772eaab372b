create table t (id integer primary key, q text);
alter table t add constraint t_excl exclude using btree (replace(q, ' WHERE (1) DEFERRABLE', '') with =) with (fillfactor = 70) where (q <> ' WHERE (') deferrable initially deferred;
