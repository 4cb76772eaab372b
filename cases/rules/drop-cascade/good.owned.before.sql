CREATE ROLE former;
