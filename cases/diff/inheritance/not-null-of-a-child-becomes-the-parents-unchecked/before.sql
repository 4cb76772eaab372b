create table r (id int, b int);
create table l (c int) inherits (r);
create table l2 (d int) inherits (l);
alter table l add constraint l_b not null b;
comment on constraint l_b on l is 'x';
create table m (e int) inherits (r);
alter table m add constraint m_b not null b;
