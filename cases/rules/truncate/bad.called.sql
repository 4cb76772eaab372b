CALL drain();
