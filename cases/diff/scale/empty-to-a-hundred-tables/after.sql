do $$
begin
  for i in 1..100 loop
    execute format('create table t%s (id bigint generated always as identity primary key, parent_id bigint %s, label text not null default %L, at timestamptz)',
      i, case when i > 1 then format('references t%s', i - 1) else '' end, 'label ' || i);
    execute format('create index t%s_parent_idx on t%s (parent_id, at desc)', i, i);
    execute format('create view v%s as select id, label from t%s where at is not null', i, i);
  end loop;
end $$;
