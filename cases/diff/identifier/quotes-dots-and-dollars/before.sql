create schema "my.schema";
create table "my.schema"."a""b" ("x.y" integer, a$b integer);
