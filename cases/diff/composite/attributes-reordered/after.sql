create type item as (b text, a integer);
