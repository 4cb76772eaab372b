create type item as (a integer, b text, c date);
