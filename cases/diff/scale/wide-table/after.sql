do $$
declare columns text;
begin
  select string_agg(format('c%s %s', i, case when i % 3 = 0 then 'bigint not null default 0' else 'integer' end), ', ') into columns from generate_series(1, 310) i;
  execute format('create table wide (%s)', columns);
end $$;
