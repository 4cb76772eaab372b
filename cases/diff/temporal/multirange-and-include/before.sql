create extension btree_gist;
create table shifts (who integer, span tsmultirange);
