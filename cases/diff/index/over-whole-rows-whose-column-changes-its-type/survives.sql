select 't', a, b::int from t union all select 'u', a, b::int from u order by 1, 2
