create domain planets as varchar(10)[] check (array_length(value, 1) < 4);
create table t (id int primary key, p planets default '{venus}');
create table u (id int primary key, a text);
create domain lists as int[] check (value[1] > 0);
