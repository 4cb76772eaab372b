insert into t values (1, 'happy'), (2, 'sad');
insert into t (id) values (3);
