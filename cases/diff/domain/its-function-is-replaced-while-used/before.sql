create function is_odd(value integer) returns boolean language sql immutable as 'select value % 2 = 1';
create function first_odd(step integer) returns integer language sql immutable as 'select 1 + 2 * step';
create domain odd as integer default first_odd(0) check (is_odd(value));
create table numbers (id integer primary key, one odd, many odd[]);
create view odd_numbers as select one from numbers where is_odd(one);
