-- The keys of the whole table go, and with them those of the partitions by which replicas know their rows.
create table visit (id int not null, place text not null, badge int not null) partition by list (place);
create table visit_a partition of visit for values in ('a');
create table visit_b partition of visit for values in ('b');
alter table visit add constraint visit_pk primary key (id, place);
create unique index visit_badge on visit (badge, place);
alter table visit_a replica identity using index visit_a_pkey;
alter table visit_b replica identity using index visit_b_badge_place_idx;
