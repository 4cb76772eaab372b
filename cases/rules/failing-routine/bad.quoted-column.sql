ALTER TABLE "Users" RENAME "updatedAt" TO "changedAt";
