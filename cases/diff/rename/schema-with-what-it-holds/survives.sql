SELECT id, a, n, CASE m::text WHEN 'sad' THEN 'blue' END FROM app.t, app.moods, moved ORDER BY id;
