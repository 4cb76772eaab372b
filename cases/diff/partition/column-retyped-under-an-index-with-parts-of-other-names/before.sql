CREATE TABLE visits (place text NOT NULL, badge int, note text) PARTITION BY LIST (place);
CREATE TABLE visits_eu PARTITION OF visits FOR VALUES IN ('eu') PARTITION BY LIST (place);
CREATE TABLE visits_eu_all PARTITION OF visits_eu DEFAULT;
CREATE INDEX visits_badge ON visits (badge);
ALTER INDEX visits_eu_all_badge_idx RENAME TO all_by_badge;
ALTER INDEX visits_eu_badge_idx RENAME TO eu_by_badge;
CREATE INDEX visits_note ON visits (note);
COMMENT ON INDEX visits_eu_all_note_idx IS 'looked through at night';
