create schema "Sales Dept";
create table "Sales Dept"."Order" ("Id" integer, "select" text);
