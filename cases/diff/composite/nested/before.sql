create type inner_part as (x integer);
