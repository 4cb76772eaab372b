create table visits (day date, page text) partition by range (day);
create table visits_rest partition of visits default;
