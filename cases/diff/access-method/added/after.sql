create access method case_heap type table handler heap_tableam_handler;
create table t (id integer) using case_heap;
create materialized view m using case_heap as select id from t;
comment on access method case_heap is 'plain';
