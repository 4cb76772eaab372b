create type planets as enum ('venus', 'earth');
create table t (id int primary key, p planets[] default '{venus}');
create domain lists as int[] check (value[1] > 0);
create table u (id int primary key, a lists[]);
