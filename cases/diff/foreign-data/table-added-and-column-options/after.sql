create foreign data wrapper case_wrapper;
create server case_server foreign data wrapper case_wrapper;
create foreign table remote (
  id integer options (column_name 'ID') not null,
  name text default 'x' collate "C",
  constraint id_ok check (id > 0)
) server case_server options (schema_name 'public', table_name 'people');
