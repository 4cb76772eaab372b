do $$ begin create role case_owner; exception when duplicate_object or unique_violation then null; end $$;
create subscription case_feed_of_another connection 'host=127.0.0.1 port=1 dbname=x' publication p with (connect = false, slot_name = none);
alter subscription case_feed_of_another owner to case_owner;
