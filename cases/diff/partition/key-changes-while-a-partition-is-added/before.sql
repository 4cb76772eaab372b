create table ev (id bigint, at date not null, kind text, primary key (id, at)) partition by range (at);
create table ev_1 partition of ev for values from ('2024-01-01') to ('2024-02-01');
create table ev_2 partition of ev for values from ('2024-02-01') to ('2024-03-01');
create table ev_3 partition of ev for values from ('2024-03-01') to ('2024-04-01');
create index ev_kind on ev (kind);
