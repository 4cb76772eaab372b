do $$
begin
  for i in 1..60 loop
    execute format('create table t%s (id integer primary key, a text, b integer)', i);
    execute format('create view v%s as select id, a, b from t%s', i, i);
  end loop;
end $$;
