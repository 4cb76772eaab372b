insert into users values (1), (2);
insert into events (day, who, note) select '2024-06-01'::date + 60 * i, nullif(i % 3, 0), 'note ' || i from generate_series(1, 9) i;
insert into events (day) values ('2024-01-01');
select nextval('events_id_seq'), nextval('events_no_seq');
insert into remarks values (1), (null);
