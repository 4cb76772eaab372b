create subscription case_feed_with_failover connection 'host=127.0.0.1 port=1 dbname=x' publication p with (connect = false, slot_name = 'case_slot');
