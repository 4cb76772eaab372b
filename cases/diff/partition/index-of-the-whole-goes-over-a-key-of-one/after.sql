create table parcel (id integer) partition by list (id);
create table parcel_all partition of parcel default partition by list (id);
create table parcel_rest partition of parcel_all default;
alter table parcel_rest add primary key (id);
