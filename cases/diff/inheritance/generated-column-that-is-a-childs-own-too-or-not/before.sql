CREATE TABLE event (n int, twice int GENERATED ALWAYS AS (n * 2) STORED, m int);
CREATE TABLE visit (n int, twice int GENERATED ALWAYS AS (n * 2) STORED) INHERITS (event);
CREATE TABLE tour (twice int GENERATED ALWAYS AS (n * 2) STORED) INHERITS (event);
