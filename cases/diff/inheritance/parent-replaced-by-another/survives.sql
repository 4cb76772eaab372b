SELECT id, note, more FROM leaf;
