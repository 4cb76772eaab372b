insert into grandchild values (1, 'c', 'g');
