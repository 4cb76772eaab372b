create extension btree_gist;
create table prices (item integer, valid daterange, constraint prices_key unique (item, valid));
