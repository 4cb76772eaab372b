create table t (a integer, b integer, c integer, constraint order_ok check (a < b and b < c));
