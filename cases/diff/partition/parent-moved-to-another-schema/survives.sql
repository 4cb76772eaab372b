SELECT at, kind, note FROM events_rest UNION ALL SELECT at, kind, note FROM events_one ORDER BY 1;
