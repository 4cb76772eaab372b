create table visit (id int not null, place text not null, badge int not null) partition by list (place);
create table visit_a partition of visit for values in ('a');
create table visit_b partition of visit for values in ('b');
alter table visit_b replica identity full;
