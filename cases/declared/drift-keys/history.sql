CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" TEXT NOT NULL, "slug" TEXT NOT NULL, "a" INTEGER, "b" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Post" ("id" INTEGER NOT NULL, "userId" INTEGER NOT NULL, "editorId" INTEGER, "ownerId" INTEGER, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
CREATE INDEX "User_email_idx" ON "User"("email");
CREATE UNIQUE INDEX "User_slug_key" ON "User"("slug") WHERE a IS NULL;
CREATE INDEX "User_a_b_idx" ON "User"("a", "b");
CREATE INDEX "User_b" ON "User"("b");
ALTER TABLE "Post" ADD CONSTRAINT "Post_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "Post" ADD CONSTRAINT "post_owner" FOREIGN KEY ("ownerId") REFERENCES "User"("id");
