CREATE TABLE strokes (number int NOT NULL);
CREATE SEQUENCE stroke_numbers AS int OWNED BY strokes.number;
