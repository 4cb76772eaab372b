CREATE TABLE "people" ("id" SERIAL NOT NULL, "mail" TEXT NOT NULL, "teamId" INTEGER NOT NULL, CONSTRAINT "people_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Team" ("id" INTEGER NOT NULL, CONSTRAINT "Team_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "people_mail_key" ON "people"("mail");
CREATE INDEX "people_teamId_idx" ON "people"("teamId");
ALTER TABLE "people" ADD CONSTRAINT "people_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "people" RENAME TO "User";
ALTER TABLE "User" RENAME COLUMN "mail" TO "email";
