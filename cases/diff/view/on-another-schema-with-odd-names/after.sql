create schema "Sales Dept";
create table "Sales Dept"."Order" ("Id" integer, "select" text);
create view "Sales Dept"."All ""Orders""" as select "Id", "select" as "Über" from "Sales Dept"."Order";
