SELECT id, note FROM things ORDER BY id;
