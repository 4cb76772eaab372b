create table t (first text, last text, full_name text generated always as (first || ' ' || last) stored);
