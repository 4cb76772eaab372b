CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'OLD');
CREATE TYPE "Status" AS ENUM ('b', 'a');
CREATE TYPE "Forgotten" AS ENUM ('x');
CREATE TYPE "InFunction" AS ENUM ('x');
CREATE FUNCTION f("InFunction") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE "User" ("id" INTEGER NOT NULL, "role" "Role" NOT NULL, "status" "Status" NOT NULL, "kind" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
