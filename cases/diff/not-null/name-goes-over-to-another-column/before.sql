create table t (a integer constraint given not null, b integer, c integer, constraint checked check (c > 0));
