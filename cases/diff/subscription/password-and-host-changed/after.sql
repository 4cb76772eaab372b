create subscription case_feed connection 'host=127.0.0.2 port=1 dbname=x password=two' publication p with (connect = false, slot_name = none);
