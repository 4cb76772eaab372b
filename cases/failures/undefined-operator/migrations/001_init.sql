CREATE TABLE events (id int, data json);
CREATE VIEW bad AS SELECT * FROM events WHERE data = '{}'::json;
