create type item as (a bigint, c date);
