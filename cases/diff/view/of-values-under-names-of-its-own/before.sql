create view sizes (id, label) as values (1, 'small'), (2, 'large');
create view plain as values (1), (2);
create view inner_names as select * from (values (1, 'a')) v(id, label);
create materialized view kept ("Id", "order") as values (1, 'a)');
