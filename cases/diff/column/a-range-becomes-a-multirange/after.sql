create table t (id integer primary key, at datemultirange not null default '{}', exclude using gist (at with &&));
