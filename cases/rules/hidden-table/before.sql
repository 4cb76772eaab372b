CREATE TABLE subscriptions (id bigint PRIMARY KEY, plan text NOT NULL, ends_on date);
