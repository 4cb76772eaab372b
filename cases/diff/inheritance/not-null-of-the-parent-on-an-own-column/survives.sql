SELECT id, module, note FROM child ORDER BY id;
