create domain amount as integer check (value >= 0);
create domain fee as amount;
create table t (id integer primary key, price amount default 0, total numeric generated always as (price * 2) stored, fee fee);
create table plain (id integer primary key, price bigint);
