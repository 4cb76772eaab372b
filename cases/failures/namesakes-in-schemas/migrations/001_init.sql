CREATE SCHEMA app;
CREATE TABLE orders (id int);
ALTER TABLE orders RENAME TO sales;
CREATE TABLE logs (id int);
DROP TABLE logs;
CREATE TABLE carts (id int, total int);
ALTER TABLE carts RENAME COLUMN total TO amount;
CREATE TABLE app.carts (id int);
CREATE TABLE notes (id int);
