CREATE TYPE "in\use" AS ENUM ('say "hi"', 'back\slash', 'plain');
CREATE TABLE "the\old" (
  id INT NOT NULL CONSTRAINT "the\key" PRIMARY KEY,
  name TEXT NOT NULL,
  "back\slash" "in\use" NOT NULL DEFAULT 'say "hi"'
);
CREATE UNIQUE INDEX "an\index" ON "the\old" (name);
CREATE TABLE other (
  id INT NOT NULL PRIMARY KEY,
  "up\to" INT NOT NULL CONSTRAINT "up\it" REFERENCES "the\old" ON UPDATE CASCADE ON DELETE RESTRICT,
  "down\to" INT NOT NULL CONSTRAINT "down\it" REFERENCES "the\old" ON UPDATE CASCADE ON DELETE RESTRICT
);
