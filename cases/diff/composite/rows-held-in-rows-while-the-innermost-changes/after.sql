CREATE TYPE mood AS ENUM ('b', 'a');
CREATE TABLE inner_one (m mood);
CREATE TABLE middle (i inner_one);
CREATE TABLE outer_one (m middle, i inner_one);
CREATE DOMAIN wrapped AS middle;
CREATE TABLE beside (w wrapped);
