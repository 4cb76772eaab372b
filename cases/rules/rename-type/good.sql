CREATE TYPE mood_new AS ENUM ('calm', 'merry');
ALTER TABLE people ALTER COLUMN feels TYPE mood_new USING feels::text::mood_new;
ALTER TYPE mood RENAME TO mood_old;
ALTER TYPE mood_new RENAME TO mood;
DROP TYPE mood_old;
