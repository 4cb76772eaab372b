CREATE TYPE size AS (width int, tall int);
ALTER TYPE size RENAME ATTRIBUTE tall TO height;
ALTER TYPE size RENAME TO extent;
