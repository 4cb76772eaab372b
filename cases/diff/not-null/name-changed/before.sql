create table t (name text constraint name_given not null);
