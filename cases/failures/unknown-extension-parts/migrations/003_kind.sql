ALTER TABLE places ADD COLUMN kind place_kind;
CREATE TYPE place_kind AS ENUM ('city', 'town');
