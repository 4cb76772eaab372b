insert into taxis values (1, 4, 'a');
