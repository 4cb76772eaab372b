CREATE TABLE readings (place int NOT NULL, raw int, shown int GENERATED ALWAYS AS (raw * 2) VIRTUAL) PARTITION BY RANGE (place);
CREATE TABLE readings_near PARTITION OF readings (shown GENERATED ALWAYS AS (raw * 3) VIRTUAL) FOR VALUES FROM (0) TO (10);
CREATE TABLE readings_far PARTITION OF readings FOR VALUES FROM (10) TO (20);
ALTER TABLE readings ADD CONSTRAINT shown_is_small CHECK (shown < 1000);
CREATE PUBLICATION near_only FOR TABLE readings_near;
