create subscription case_feed connection 'host=127.0.0.1 port=1 dbname=x password=one' publication p with (connect = false, slot_name = none);
