select id, plate, tableoid::regclass::text as kind from vehicle order by id;
