create extension btree_gist;
create table prices (item integer, valid daterange, amount numeric);
