ALTER TYPE state ADD VALUE 'lent';
