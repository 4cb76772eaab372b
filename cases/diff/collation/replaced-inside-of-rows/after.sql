create collation ours (provider = icu, locale = 'sv');
create type entry as (word text collate ours, n integer);
create table t (e entry);
