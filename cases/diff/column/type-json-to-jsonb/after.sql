create table t (id integer primary key, doc jsonb);
create index t_doc_idx on t using gin (doc);
