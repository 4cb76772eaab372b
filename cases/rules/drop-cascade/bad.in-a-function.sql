SELECT tidy('authors');
