create collation sorting (provider = icu, locale = 'de');
create domain word as text collate sorting;
create table t (
  id integer primary key, name text collate sorting default 'a', code text collate sorting unique,
  w word, length integer generated always as (char_length(name)) stored,
  constraint long check (name > 'A' collate sorting));
create index t_name_idx on t (name);
create table u (code text collate sorting references t (code));
create view v as select name from t order by name;
