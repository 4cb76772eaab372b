create type item as (name text collate "C");
comment on type item is 'a thing';
comment on column item.name is 'its name';
