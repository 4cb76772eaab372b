CREATE TABLE measured (a int, "B" int, c text);
CREATE STATISTICS ON_b (dependencies) ON a, "B" FROM measured;
CREATE STATISTICS mixed ON c, a, (a + "B") FROM measured;
