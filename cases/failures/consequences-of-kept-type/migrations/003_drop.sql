DROP TYPE plan_old;
