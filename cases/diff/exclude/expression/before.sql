create table spans (a integer, b integer);
