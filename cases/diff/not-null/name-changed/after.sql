create table t (name text constraint name_required not null);
