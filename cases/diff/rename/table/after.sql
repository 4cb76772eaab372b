create table users (id integer constraint people_pkey primary key constraint people_id_not_null not null, name text);
