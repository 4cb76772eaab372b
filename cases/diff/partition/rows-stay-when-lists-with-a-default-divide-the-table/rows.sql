insert into parts (kind) values ('a'), ('b'), ('c');
