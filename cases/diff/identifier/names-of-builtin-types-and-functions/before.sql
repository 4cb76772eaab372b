create table "integer" (id integer);
