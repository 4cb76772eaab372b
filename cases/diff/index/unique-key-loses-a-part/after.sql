create table seats (hall integer, seat integer, taken boolean) partition by list (hall);
create table seats_1 partition of seats for values in (1);
create table seats_2 partition of seats for values in (2);
alter table only seats add constraint one_seat unique (hall, seat);
alter table seats_1 add constraint seats_1_hall_seat_key unique (hall, seat);
alter table seats_2 add constraint seats_2_hall_seat_key unique (hall, seat);
alter index one_seat attach partition seats_1_hall_seat_key;
