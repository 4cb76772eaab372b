create table x (y integer, "1" text, _ text, "$" text);
create table "2" ("3" integer references "2", "4" integer primary key);
