create type thing as (a integer);
