create table "Line Items" ("Id" integer primary key, "Unit Price" numeric check ("Unit Price" > 0), "VAT %" numeric);
create unique index "Idx On Price" on "Line Items" (("Unit Price" * 2)) where "VAT %" is not null;
