CREATE TABLE "Users" (id bigint PRIMARY KEY);
