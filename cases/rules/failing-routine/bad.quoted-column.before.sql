CREATE TABLE "Users" ("Id" bigint PRIMARY KEY, "updatedAt" timestamptz);
CREATE FUNCTION "touchUsers"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW."updatedAt" = now(); RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE ON "Users" FOR EACH ROW EXECUTE FUNCTION "touchUsers"();
