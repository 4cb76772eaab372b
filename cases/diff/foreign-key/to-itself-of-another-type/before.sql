create table categories (
  id integer primary key,
  parent_id integer references categories on delete set null
);
create table labels (code numeric primary key);
create table articles (id integer primary key, label numeric references labels, category integer references categories);
