insert into items values (1, 'one', 'kept no longer');
insert into drafts values (2, 'two', null);
