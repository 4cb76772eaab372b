create table tickets (id integer not null, day date not null) partition by range (day);
