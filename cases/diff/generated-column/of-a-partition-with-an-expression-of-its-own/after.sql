create table prices (net bigint, gross bigint generated always as (net * 4) stored, country text) partition by list (country);
create table prices_at partition of prices for values in ('at');
create table prices_ch partition of prices (gross generated always as (net * 5) stored) for values in ('ch');
