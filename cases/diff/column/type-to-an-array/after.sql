create table t (id integer primary key, tags varchar(20)[]);
create table u (id integer primary key, xs bigint[] not null default '{1,2}');
