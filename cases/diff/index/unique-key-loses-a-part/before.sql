create table seats (hall integer, seat integer, taken boolean) partition by list (hall);
create table seats_1 partition of seats for values in (1);
create table seats_2 partition of seats for values in (2);
alter table seats add constraint one_seat unique (hall, seat);
