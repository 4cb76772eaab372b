create table "Line Items" ("Id" integer primary key, "Unit Price" numeric);
