create type color as enum ('red', 'green', 'blue');
create domain warm as color check (value <> 'blue');
create type paint as (name text, color color);
create table t (id integer primary key, colors color[] not null default '{red}', w warm);
