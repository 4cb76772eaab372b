CREATE TABLE t (line text);
COPY t FROM PROGRAM 'ls';
