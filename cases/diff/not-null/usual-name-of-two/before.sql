create table product (category_id integer not null);
create table product_label (id integer not null);
create table "user" (email text not null, handle text not null);
create domain user_handle as text;
