ALTER TYPE state ADD VALUE 'missing' AFTER 'lost';
