CREATE TABLE "Rower" ("id" text PRIMARY KEY, "email" text NOT NULL);
CREATE UNIQUE INDEX "Rower_email_key" ON "Rower" ("email");
