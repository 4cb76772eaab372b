CREATE EXTENSION pg_trgm;
CREATE TABLE "User" ("id" SERIAL NOT NULL, "email" TEXT NOT NULL, "name" TEXT, "deletedAt" TIMESTAMP(3), "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id"),
  CONSTRAINT adult CHECK (age >= 18));
CREATE UNIQUE INDEX "User_email_live" ON "User"("email") WHERE "deletedAt" IS NULL;
CREATE INDEX "User_lower_email" ON "User"(lower("email"));
CREATE INDEX "User_name_idx" ON "User"("name") INCLUDE ("email");
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := trim(NEW.name); RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE ON "User" FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE "User" ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON "User" USING (name = current_user);
CREATE VIEW adults AS SELECT id, email FROM "User" WHERE age >= 18;
CREATE MATERIALIZED VIEW ages AS SELECT age, count(*) FROM "User" GROUP BY age;
COMMENT ON COLUMN "User".age IS 'in years';
CREATE TABLE bookings (id INT PRIMARY KEY, room INT NOT NULL, during INT4RANGE NOT NULL, EXCLUDE USING gist (during WITH &&));
ALTER TABLE "User" CLUSTER ON "User_pkey";
CREATE STATISTICS user_stats ON name, age FROM "User";
