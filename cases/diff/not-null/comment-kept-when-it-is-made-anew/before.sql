create table t (a integer constraint a_given not null);
comment on constraint a_given on t is 'required since 2024';
