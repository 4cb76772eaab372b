insert into child (id, note, more) values (1, 'a', 2); insert into plain (id, note) values (3, 'b');
