ALTER TYPE state ADD VALUE 'lent' BEFORE 'lost';
