SELECT id, (main).name, (main).size::integer, list[2]::text FROM places ORDER BY id;
