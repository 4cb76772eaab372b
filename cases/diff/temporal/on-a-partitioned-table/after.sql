create extension btree_gist;
create table prices (item integer, at daterange, cents integer, constraint prices_key primary key (item, at without overlaps)) partition by list (item);
create table prices_1 partition of prices for values in (1);
create table prices_2 partition of prices for values in (2) partition by list (item);
create table prices_2_1 partition of prices_2 for values in (2);
comment on constraint prices_1_pkey on prices_1 is 'a part';
