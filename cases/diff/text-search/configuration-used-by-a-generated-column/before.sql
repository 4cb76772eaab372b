create table t (body text);
