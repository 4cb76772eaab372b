CREATE TABLE measured (a int, b int) PARTITION BY RANGE(a);
CREATE TABLE measured_24 PARTITION OF measured FOR VALUES FROM (250) TO (500);
CREATE INDEX imeasured_24_a on measured_24(a);
