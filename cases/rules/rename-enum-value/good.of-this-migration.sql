CREATE TYPE mood AS ENUM ('glad', 'sad');
ALTER TYPE mood RENAME VALUE 'glad' TO 'happy';
