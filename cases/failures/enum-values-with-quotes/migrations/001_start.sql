CREATE SCHEMA shop;
CREATE TYPE shop."Mood" AS ENUM ('sad');
CREATE TABLE shop.visits (mood shop."Mood");
