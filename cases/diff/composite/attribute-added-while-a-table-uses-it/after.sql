create type address as (street text, city text, zip text);
create table people (id integer primary key, home address);
