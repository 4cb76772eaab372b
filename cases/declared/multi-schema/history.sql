CREATE SCHEMA IF NOT EXISTS "app";
CREATE SCHEMA IF NOT EXISTS "audit";
CREATE TYPE "app"."Kind" AS ENUM ('a', 'b');
CREATE TABLE "app"."users" ("id" UUID NOT NULL DEFAULT gen_random_uuid(), "kind" "app"."Kind" NOT NULL, CONSTRAINT "users_pkey" PRIMARY KEY ("id"));
CREATE TABLE "audit"."entries" ("id" BIGSERIAL NOT NULL, "userId" UUID NOT NULL, "at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(), CONSTRAINT "entries_pkey" PRIMARY KEY ("id"));
ALTER TABLE "audit"."entries" ADD CONSTRAINT "entries_userId_fkey" FOREIGN KEY ("userId") REFERENCES "app"."users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
-- Neither schema is Prisma's.
CREATE SCHEMA jobs;
CREATE TABLE jobs.queue (id int PRIMARY KEY);
CREATE TABLE public.scratch (id int PRIMARY KEY);
