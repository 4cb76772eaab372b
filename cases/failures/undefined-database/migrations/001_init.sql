ALTER DATABASE shop_production SET timezone TO 'UTC';
