create extension btree_gist;
create table prices (item integer, at daterange, cents integer) partition by list (item);
create table prices_1 partition of prices for values in (1);
