insert into people (name) values ('Ann');
insert into posts values (7, 1);
