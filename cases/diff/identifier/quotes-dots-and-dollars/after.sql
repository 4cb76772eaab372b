create schema "my.schema";
create table "my.schema"."a""b" ("x.y" integer primary key, a$b integer default 5, "it's" text);
create function "my.schema"."f;x"("arg one" integer) returns integer language sql as 'select "arg one"';
comment on column "my.schema"."a""b"."x.y" is 'odd';
