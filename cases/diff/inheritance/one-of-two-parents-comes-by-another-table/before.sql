CREATE TABLE asset (id int NOT NULL, price int CHECK (price >= 0));
CREATE TABLE tracked (created timestamptz);
CREATE TABLE vehicle (wheels int) INHERITS (asset);
CREATE TABLE truck (load int) INHERITS (asset, tracked);
