select id, at from events_2024;
