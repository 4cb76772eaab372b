create table ev (id bigint, at date not null, kind text, primary key (at, id), unique (kind, at)) partition by range (at);
create table ev_1 partition of ev for values from ('2024-01-01') to ('2024-02-01');
create table ev_2 partition of ev for values from ('2024-02-01') to ('2024-03-01');
create table ev_3 partition of ev for values from ('2024-03-01') to ('2024-04-01');
create table ev_4 partition of ev for values from ('2024-04-01') to ('2024-05-01');
create index ev_kind on ev (kind, id);
create index ev_id on ev (id);
create table notes (ev_id bigint, ev_at date, foreign key (ev_at, ev_id) references ev (at, id));
