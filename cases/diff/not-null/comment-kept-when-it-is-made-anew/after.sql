create table t (a integer);
alter table t add constraint a_given not null a not valid;
comment on constraint a_given on t is 'required since 2024';
