create table t (id bigint);
create function put() returns trigger language plpgsql as $$ begin insert into t values (new.id); return new; end $$;
create view v as select id from t;
create trigger v_put instead of insert on v for each row execute function put();
