select id, mood = enum_first(null::mood) from t;
