CREATE TABLE "series" ("id" bigint PRIMARY KEY, "slug" text NOT NULL);
CREATE TABLE "shelves" ("id" bigint PRIMARY KEY, "series_slug" text NOT NULL);
ALTER TABLE "shelves" ADD CONSTRAINT "shelves_series_fk" FOREIGN KEY ("series_slug") REFERENCES "public"."series"("slug");
ALTER TABLE "series" ADD CONSTRAINT "series_slug_unique" UNIQUE("slug");
