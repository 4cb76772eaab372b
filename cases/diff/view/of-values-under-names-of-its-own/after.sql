create view sizes (id, name) as values (1, 'small'), (2, 'large'), (3, 'huge');
create view plain as values (1), (3);
create view inner_names as select * from (values (1, 'b')) v(id, label);
create materialized view kept ("Id", "order") as values (1, 'b (')
;
