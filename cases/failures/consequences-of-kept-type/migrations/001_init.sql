CREATE TYPE plan AS ENUM ('free', 'pro');
CREATE TABLE profiles (id bigint PRIMARY KEY, plan plan NOT NULL DEFAULT 'free');
