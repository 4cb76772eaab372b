create table sales (id integer not null, at date) partition by range (at);
