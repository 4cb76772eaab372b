CREATE TABLE event (id int NOT NULL, place text CONSTRAINT somewhere NOT NULL, n int NOT NULL);
CREATE TABLE visit (CONSTRAINT somewhere NOT NULL place, CONSTRAINT event_id_not_null NOT NULL id, badge text) INHERITS (event);
CREATE TABLE tour () INHERITS (event);
CREATE TABLE walk () INHERITS (visit);
