create table categories (
  id numeric primary key,
  parent_id numeric references categories on delete set null
);
create table labels (code bigint primary key);
create table articles (id integer primary key, label bigint references labels, category numeric references categories);
