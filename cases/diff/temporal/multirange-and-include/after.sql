create extension btree_gist;
create table shifts (who integer, span tsmultirange, note text, constraint shifts_once unique (who, span without overlaps));
