CREATE TABLE `participants` (
	`user_id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`news_at` integer,
	PRIMARY KEY(`user_id`, `conversation_id`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `participants_conversation` ON `participants` (`conversation_id`);--> statement-breakpoint
CREATE INDEX `participants_news` ON `participants` (`user_id`,`news_at`) WHERE "participants"."news_at" is not null;--> statement-breakpoint
ALTER TABLE `users` ADD `last_seen_at` integer;--> statement-breakpoint
UPDATE `users` SET `last_seen_at` = (SELECT max(`last_used_at`) FROM `sessions` WHERE `sessions`.`user_id` = `users`.`id`);
--> statement-breakpoint
INSERT INTO `participants` (`user_id`, `conversation_id`)
	SELECT `taking`.`user_id`, `taking`.`conversation_id` FROM (
		SELECT `messages`.`sender_id` AS `user_id`, `messages`.`conversation_id` FROM `messages`
		UNION SELECT `mentions`.`user_id`, `mentions`.`conversation_id` FROM `mentions`
		UNION SELECT `hung`.`sender_id`, `thread`.`id` FROM `conversations` AS `thread` JOIN `messages` AS `hung` ON `hung`.`id` = `thread`.`thread_message_id`
	) AS `taking`
	JOIN `conversations` ON `conversations`.`id` = `taking`.`conversation_id` AND `conversations`.`parent_conversation_id` IS NOT NULL
	JOIN `memberships` ON `memberships`.`team_id` = `conversations`.`team_id` AND `memberships`.`user_id` = `taking`.`user_id`;
--> statement-breakpoint
INSERT INTO `read_markers` (`user_id`, `conversation_id`, `seq`)
	SELECT `participants`.`user_id`, `participants`.`conversation_id`, `conversations`.`head_seq` FROM `participants`
	JOIN `conversations` ON `conversations`.`id` = `participants`.`conversation_id` WHERE true
	ON CONFLICT DO UPDATE SET `seq` = `excluded`.`seq`;
