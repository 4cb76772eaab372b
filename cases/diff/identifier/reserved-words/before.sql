create table "order" ("select" integer primary key);
