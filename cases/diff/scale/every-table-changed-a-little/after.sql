do $$
begin
  for i in 1..60 loop
    execute format('create table t%s (id bigint primary key, a text not null, b integer, c%s date)', i, i);
    execute format('create view v%s as select id, a, b from t%s', i, i);
    execute format('create index on t%s (b, c%s)', i, i);
  end loop;
end $$;
