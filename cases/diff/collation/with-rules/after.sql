create collation reversed (provider = icu, locale = 'und', rules = '&V << w <<< W');
