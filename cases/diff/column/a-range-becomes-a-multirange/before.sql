create table t (id integer primary key, at daterange not null default 'empty', exclude using gist (at with &&));
