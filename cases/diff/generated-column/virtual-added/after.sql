create table t (net numeric, rate numeric, gross numeric generated always as (net * (1 + rate)) virtual);
