create type amount as (value integer, currency text);
create table amounts of amount (value with options check (value > 0));
create index amounts_value on amounts (value);
create table kept (id integer, total amount);
create function value_of(amount) returns integer language sql immutable as 'select $1.value';
