create table plain (a integer, b integer);
