create table address (street text, city text, zip text);
create table people (id integer primary key, home address, work address);
