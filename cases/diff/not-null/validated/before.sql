create table t (a text);
alter table t add constraint a_given not null a not valid;
