BEGIN;
ALTER TYPE shop."Mood" ADD VALUE 'can''t';
INSERT INTO shop.visits VALUES ('can''t');
COMMIT;
