select id, doors, licence from taxis;
