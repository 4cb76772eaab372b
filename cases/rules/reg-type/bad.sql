CREATE TABLE hooks (id bigint PRIMARY KEY, function regproc NOT NULL, dictionaries regdictionary[]);
