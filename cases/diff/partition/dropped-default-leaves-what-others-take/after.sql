create table visits (region text, day int) partition by list (region);
create table visits_n partition of visits for values in ('north');
create table visits_s partition of visits for values in ('south', null) partition by range (day);
create table visits_s_1 partition of visits_s for values from (1) to (10);
create table visits_s_2 partition of visits_s for values from (10) to (20);
