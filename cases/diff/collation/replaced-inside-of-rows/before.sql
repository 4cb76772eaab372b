create collation ours (provider = icu, locale = 'de');
create type entry as (word text collate ours, n integer);
create table t (e entry);
