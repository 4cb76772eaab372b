CREATE VIEW app.all_notes AS SELECT id FROM app.notes;
\ir view_of_touched.sql
