select id, kind from parts union all select last_value, is_called::text from parts_id_seq order by 1, 2
