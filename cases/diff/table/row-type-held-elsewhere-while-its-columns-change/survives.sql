SELECT id, was::text, others::text FROM history ORDER BY id;
