create table product_category (id integer primary key);
create table product (category_id integer not null references product_category, label_id integer not null);
create table product_label (id integer not null);
create domain user_email as text not null;
create domain user_handle as text not null;
create table "user_Owner" ("Id" integer not null);
create table "user" ("Owner_Id" integer not null, email text not null, handle text not null);
