ALTER TYPE state RENAME VALUE 'lost' TO 'missing';
