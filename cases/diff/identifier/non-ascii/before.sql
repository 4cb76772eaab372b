create table straße (größe integer);
