create table t (a integer, b integer constraint given not null, c integer constraint checked not null);
