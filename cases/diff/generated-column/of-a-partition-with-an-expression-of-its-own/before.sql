create table prices (net integer, gross integer generated always as (net * 2) stored, country text) partition by list (country);
create table prices_at partition of prices for values in ('at');
create table prices_ch partition of prices (gross generated always as (net * 3) stored) for values in ('ch');
