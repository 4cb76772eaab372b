create table visits (at timestamptz, page text not null, rank int not null default 3, check (page <> '')) partition by range (at);
create table visits_1 partition of visits for values from ('2024-01-01 00:00+00') to ('2024-03-01 00:00+00');
