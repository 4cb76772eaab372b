CREATE TABLE measured ("B" int, c text);
CREATE STATISTICS mixed ON "B", c, (length(c)) FROM measured;
