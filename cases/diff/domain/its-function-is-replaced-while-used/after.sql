create function is_odd(number integer) returns boolean language sql immutable as 'select number % 2 <> 0';
create function first_odd(number integer) returns bigint language sql immutable as 'select 3 + 2 * number';
create domain odd as integer default first_odd(0) check (is_odd(value));
create table numbers (id integer primary key, one odd, many odd[]);
create view odd_numbers as select one from numbers where is_odd(one);
