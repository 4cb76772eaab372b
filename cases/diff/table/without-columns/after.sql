create table empty_one (id integer);
create table empty_two ();
