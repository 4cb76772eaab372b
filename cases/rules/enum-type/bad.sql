CREATE TYPE state AS ENUM ('on shelf', 'lent');
