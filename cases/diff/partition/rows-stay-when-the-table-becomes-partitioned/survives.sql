select id, day::text, no, who, note, length, (select last_value from events_id_seq), (select last_value from events_no_seq) from events order by 1
