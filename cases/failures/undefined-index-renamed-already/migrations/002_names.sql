ALTER INDEX "Rower.email_unique" RENAME TO "Rower_email_key";
