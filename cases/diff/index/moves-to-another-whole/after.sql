create table readings (sensor integer, at date) partition by range (at);
create table readings_old partition of readings for values from ('2020-01-01') to ('2024-01-01');
create table readings_new partition of readings for values from ('2024-01-01') to ('2030-01-01');
create index by_sensor on only readings (sensor);
create index also_by_sensor on only readings (sensor);
create index readings_old_sensor_idx on readings_old (sensor);
create index readings_new_sensor_idx on readings_new (sensor);
alter index by_sensor attach partition readings_old_sensor_idx;
alter index also_by_sensor attach partition readings_new_sensor_idx;
