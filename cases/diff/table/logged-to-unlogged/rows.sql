insert into sessions values (1, 'a'), (2, 'b');
