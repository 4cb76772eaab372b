CREATE TABLE "Users" (id bigint PRIMARY KEY, email text NOT NULL, CONSTRAINT "Users_email_check" CHECK (email LIKE '%@%'));
