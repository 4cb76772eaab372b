create table t (c integer, d text);
