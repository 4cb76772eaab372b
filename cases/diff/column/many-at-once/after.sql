create table t (id integer primary key, a text not null default '', b bigint, c timestamp, e boolean default false, f jsonb, g text[]);
