CREATE TABLE visits (id integer, town text) PARTITION BY LIST (town);
CREATE TABLE visits_ulm PARTITION OF visits (UNIQUE (town, id)) FOR VALUES IN ('Ulm');
CREATE TABLE visits_bonn PARTITION OF visits FOR VALUES IN ('Bonn');
CREATE TABLE notes (town text, visit integer, FOREIGN KEY (town, visit) REFERENCES visits_ulm (town, id));
