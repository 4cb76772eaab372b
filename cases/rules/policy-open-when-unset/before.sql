CREATE TABLE invoices (id bigint PRIMARY KEY, tenant text NOT NULL, is_paid boolean NOT NULL DEFAULT false);
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
