insert into t select nextval('old_seq') from generate_series(1, 1000);
insert into held select nextval('shared_seq') from generate_series(1, 20);
insert into more values (7);
insert into giver select nextval('given_seq') from generate_series(1, 5);
insert into taker select generate_series(1, 30);
insert into few values (3);
insert into many values (40);
