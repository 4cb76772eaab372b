create text search parser ours (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
create text search template plain (init = dsimple_init, lexize = dsimple_lexize);
create text search dictionary d (template = plain);
create text search configuration c (parser = ours);
alter text search configuration c add mapping for asciiword with d;
