-- Nothing is lost: the score is computed.
drop view public.week_score;
