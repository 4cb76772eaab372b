do $$
declare columns text;
begin
  select string_agg(format('c%s integer', i), ', ') into columns from generate_series(1, 300) i;
  execute format('create table wide (%s)', columns);
end $$;
