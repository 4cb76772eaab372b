SELECT word FROM uses;
