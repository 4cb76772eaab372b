CREATE TABLE event (id int NOT NULL, place text CONSTRAINT somewhere NOT NULL, n int NOT NULL);
CREATE TABLE visit (badge text) INHERITS (event);
CREATE TABLE tour (CONSTRAINT tour_place_not_null NOT NULL place, CONSTRAINT event_id_not_null NOT NULL id) INHERITS (event);
CREATE TABLE walk (CONSTRAINT counted NOT NULL n) INHERITS (visit);
