select id, at from events;
