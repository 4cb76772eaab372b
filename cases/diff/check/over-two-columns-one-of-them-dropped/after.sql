create table t (a integer, c integer, constraint order_ok check (a < c));
