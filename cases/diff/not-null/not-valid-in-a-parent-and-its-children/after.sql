create table other (id integer);
create table p (a integer, b integer);
create table c (extra text) inherits (p);
create table g () inherits (c);
alter table p add constraint a_there not null a not valid;
alter table p add constraint b_there not null b not valid;
comment on constraint a_there on p is 'later';
