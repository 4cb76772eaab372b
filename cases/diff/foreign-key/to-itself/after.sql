create table nodes (id integer primary key, parent_id integer references nodes on delete cascade);
