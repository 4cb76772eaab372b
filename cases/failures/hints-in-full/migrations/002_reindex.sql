REINDEX TABLE app.measures;
