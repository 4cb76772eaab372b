ALTER TABLE strokes ALTER COLUMN number TYPE bigint;
ALTER SEQUENCE stroke_numbers AS bigint;
