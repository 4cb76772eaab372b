-- A table that was split: the model's name is a view over what is left of it, and others still refer to the table.
CREATE TABLE "User_all" (id INT PRIMARY KEY, name TEXT NOT NULL, "deletedAt" TIMESTAMP(3));
CREATE VIEW "User" AS SELECT id, name FROM "User_all" WHERE "deletedAt" IS NULL;
CREATE TABLE "Post" (id INT PRIMARY KEY, "authorId" INT NOT NULL REFERENCES "User_all" (id) ON DELETE RESTRICT ON UPDATE CASCADE);
CREATE TABLE "Note" (id INT PRIMARY KEY, "authorId" INT NOT NULL);
CREATE TABLE old (id INT PRIMARY KEY);
