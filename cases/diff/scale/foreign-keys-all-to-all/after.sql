do $$
begin
  for i in 1..12 loop
    execute format('create table t%s (id integer primary key)', i);
  end loop;
  for i in 1..12 loop
    for j in 1..12 loop
      execute format('alter table t%s add column r%s integer references t%s', i, j, j);
    end loop;
  end loop;
end $$;
