create table address (street text, city text);
create table people (id integer primary key, home address);
