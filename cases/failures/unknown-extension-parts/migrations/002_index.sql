CREATE INDEX places_name ON places (hex_hash(name));
CREATE INDEX cells_cell ON cells (cell);
