CREATE TABLE parcels (id integer, town varchar(80), PRIMARY KEY (town, id)) PARTITION BY LIST (town);
CREATE TABLE parcels_ulm PARTITION OF parcels FOR VALUES IN ('Ulm');
CREATE TABLE parcels_bonn PARTITION OF parcels FOR VALUES IN ('Bonn');
