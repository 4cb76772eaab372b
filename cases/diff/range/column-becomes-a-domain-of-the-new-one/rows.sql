insert into bands values (1, '[1.5,2)'), (2, null);
