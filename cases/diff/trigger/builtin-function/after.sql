create table t (id integer, v tsvector, title text);
create trigger fill before insert or update on t for each row execute function tsvector_update_trigger(v, 'pg_catalog.simple', title);
create trigger quiet before update on t for each row execute function suppress_redundant_updates_trigger();
