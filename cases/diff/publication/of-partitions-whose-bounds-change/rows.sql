insert into keyed values (1), (11); insert into whole values (1), (11);
