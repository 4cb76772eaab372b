CREATE TABLE loans (id bigint PRIMARY KEY, days bigint CHECK (days > 0));
