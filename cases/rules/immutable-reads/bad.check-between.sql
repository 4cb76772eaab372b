CREATE TABLE trips (id bigint PRIMARY KEY, day date CHECK (day BETWEEN current_date AND '2100-01-01'));
