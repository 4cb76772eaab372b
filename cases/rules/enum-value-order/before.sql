CREATE TYPE state AS ENUM ('on shelf', 'lost');
