create table "order" ("select" bigint primary key, "from" text, "user" text default current_user);
create index "where" on "order" ("from");
create view "table" as select "from" as "group" from "order";
