CREATE TABLE "account_emails" (
    "account_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "account_emails_pkey" PRIMARY KEY ("account_id", "email"),
    CONSTRAINT "account_emails_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

INSERT INTO "account_emails" ("account_id", "email") SELECT "id", "email" FROM "accounts";
