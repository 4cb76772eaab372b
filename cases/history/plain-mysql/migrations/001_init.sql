CREATE TABLE `users` (`id` int AUTO_INCREMENT);
