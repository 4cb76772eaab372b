alter table logs disable trigger shouted;
insert into logs values (1, 'error', 'a'), (2, 'info', 'b'), (11, 'info', 'c');
alter table logs enable trigger shouted;
