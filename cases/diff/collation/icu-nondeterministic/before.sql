create collation folded (provider = icu, locale = 'und');
