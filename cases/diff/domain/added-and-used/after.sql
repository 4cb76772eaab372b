create domain email as text check (value ~ '@');
create table people (id integer primary key, email email);
