CREATE TABLE event (n int, twice int GENERATED ALWAYS AS (n * 2) STORED, m int);
CREATE TABLE visit () INHERITS (event);
CREATE TABLE tour () INHERITS (event);
