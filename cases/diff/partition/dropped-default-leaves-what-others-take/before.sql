create table visits (region text, day int) partition by list (region);
create table visits_n partition of visits for values in ('north');
create table visits_rest partition of visits default;
