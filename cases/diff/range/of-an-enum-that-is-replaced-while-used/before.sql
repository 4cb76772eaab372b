create type size as enum ('small', 'medium', 'large');
create type size_range as range (subtype = size);
create table shirts (id integer primary key, fits size_range, exclude using gist (fits with &&));
