create table t (id integer, n bigint);
do $$
begin
  create view v0 as select id, n from t;
  for i in 1..40 loop
    execute format('create view v%s as select id, n from v%s', i, i - 1);
    execute format('comment on view v%s is %L', i, 'level ' || i);
  end loop;
end $$;
