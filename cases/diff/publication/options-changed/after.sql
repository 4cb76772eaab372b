create publication case_some with (publish = 'insert, update', publish_via_partition_root = true);
