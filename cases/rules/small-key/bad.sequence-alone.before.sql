CREATE TABLE beats (number int NOT NULL);
CREATE SEQUENCE beat_numbers AS int OWNED BY beats.number;
