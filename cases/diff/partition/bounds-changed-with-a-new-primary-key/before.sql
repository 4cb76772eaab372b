CREATE TABLE parcels (id integer, town varchar(80), note text) PARTITION BY LIST (town);
CREATE TABLE parcels_ulm PARTITION OF parcels FOR VALUES IN ('Ulm', 'Neu-Ulm');
CREATE TABLE parcels_bonn PARTITION OF parcels FOR VALUES IN ('Bonn');
ALTER TABLE parcels_ulm ADD CONSTRAINT ulm_only PRIMARY KEY (id);
