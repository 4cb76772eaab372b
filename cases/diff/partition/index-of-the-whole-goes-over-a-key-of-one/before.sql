create table parcel (id integer) partition by list (id);
create table parcel_all partition of parcel default partition by list (id);
create table parcel_rest partition of parcel_all default;
create unique index parcel_id on only parcel (id);
create unique index parcel_all_id on only parcel_all (id);
alter table parcel_rest add primary key (id);
alter index parcel_all_id attach partition parcel_rest_pkey;
alter index parcel_id attach partition parcel_all_id;
