create table sales (at date, amount bigint not null default 4, tag text default 'x' check (tag <> 'z')) partition by range (at);
create table sales_24 partition of sales (amount default 7) for values from ('2024-01-01') to ('2025-01-01');
create table sales_25 (tag text, amount bigint not null, at date, constraint sales_tag_check check (tag <> 'z'));
alter table sales attach partition sales_25 default;
