create type thing as ();
