create table q (a text);
create table q1 () inherits (q);
create table q2 (b integer) inherits (q1);
create index q2_a_idx on q2 (a);
