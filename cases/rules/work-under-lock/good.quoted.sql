ALTER TABLE books ADD COLUMN publisher text;
CREATE TABLE "Order" (id bigint, pages bigint);
ALTER TABLE "Order" ADD CONSTRAINT "Order_pages" CHECK (pages > 0);
