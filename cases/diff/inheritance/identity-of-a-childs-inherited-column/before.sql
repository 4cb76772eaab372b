create table a (k integer not null);
