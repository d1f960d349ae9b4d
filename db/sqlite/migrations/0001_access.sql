CREATE TABLE `audit` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`action` text NOT NULL,
	`user_id` text,
	`credential` text NOT NULL,
	`ip` text NOT NULL,
	`agent` text NOT NULL,
	`request_id` text,
	`team_id` text,
	`subject_kind` text,
	`subject_id` text,
	`allowed` integer NOT NULL,
	`reason` text,
	`path` text NOT NULL,
	`detail` text,
	`times` integer NOT NULL,
	`prev` text NOT NULL,
	`mac` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_team` ON `audit` (`team_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_actor` ON `audit` (`team_id`,`user_id`,`allowed`);--> statement-breakpoint
CREATE TABLE `conversation_shares` (
	`conversation_id` text NOT NULL,
	`user_id` text NOT NULL,
	`relation` text NOT NULL,
	PRIMARY KEY(`conversation_id`, `user_id`),
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `conversation_shares_user` ON `conversation_shares` (`user_id`);--> statement-breakpoint
CREATE TABLE `folder_paths` (
	`folder_id` text NOT NULL,
	`ancestor_id` text NOT NULL,
	PRIMARY KEY(`folder_id`, `ancestor_id`),
	FOREIGN KEY (`folder_id`) REFERENCES `folders`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`ancestor_id`) REFERENCES `folders`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `folder_paths_ancestor` ON `folder_paths` (`ancestor_id`);--> statement-breakpoint
CREATE TABLE `folder_shares` (
	`folder_id` text NOT NULL,
	`user_id` text NOT NULL,
	`relation` text NOT NULL,
	PRIMARY KEY(`folder_id`, `user_id`),
	FOREIGN KEY (`folder_id`) REFERENCES `folders`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `folder_shares_user` ON `folder_shares` (`user_id`);--> statement-breakpoint
CREATE TABLE `folders` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`parent_id` text,
	`name` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`parent_id`) REFERENCES `folders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `folders_team` ON `folders` (`team_id`);--> statement-breakpoint
CREATE INDEX `folders_parent` ON `folders` (`parent_id`);--> statement-breakpoint
CREATE TABLE `mentions` (
	`user_id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`message_id` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`user_id`, `conversation_id`, `seq`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `mentions_message` ON `mentions` (`message_id`);--> statement-breakpoint
CREATE INDEX `mentions_conversation` ON `mentions` (`conversation_id`);--> statement-breakpoint
CREATE TABLE `password_resets` (
	`user_id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `password_resets_token_hash` ON `password_resets` (`token_hash`);--> statement-breakpoint
CREATE TABLE `reactions` (
	`message_id` text NOT NULL,
	`emoji` text NOT NULL,
	`user_id` text NOT NULL,
	`first_seq` integer NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`message_id`, `emoji`, `user_id`),
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `suspended` (
	`team_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`joined_at` integer NOT NULL,
	`suspended_at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `user_id`),
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `suspended_user` ON `suspended` (`user_id`);--> statement-breakpoint
DROP INDEX `conversations_activity`;--> statement-breakpoint
ALTER TABLE `conversations` ADD `folder_id` text REFERENCES folders(id);--> statement-breakpoint
ALTER TABLE `conversations` ADD `parent_conversation_id` text REFERENCES conversations(id) ON DELETE cascade;--> statement-breakpoint
ALTER TABLE `conversations` ADD `thread_message_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `conversations_thread` ON `conversations` (`thread_message_id`);--> statement-breakpoint
CREATE INDEX `conversations_team` ON `conversations` (`team_id`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_folder` ON `conversations` (`folder_id`);--> statement-breakpoint
CREATE INDEX `conversations_parent` ON `conversations` (`parent_conversation_id`);--> statement-breakpoint
CREATE INDEX `conversations_activity` ON `conversations` (`team_id`,`updated_at`,`id`) WHERE "conversations"."parent_conversation_id" is null;--> statement-breakpoint
ALTER TABLE `events` ADD `emoji` text;--> statement-breakpoint
ALTER TABLE `events` ADD `added` integer;--> statement-breakpoint
ALTER TABLE `invites` ADD `max_uses` integer;--> statement-breakpoint
ALTER TABLE `invites` ADD `email` text;--> statement-breakpoint
ALTER TABLE `invites` ADD `email_key` text;--> statement-breakpoint
CREATE TRIGGER `audit_not_changed` BEFORE UPDATE ON `audit` BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `audit_not_deleted` BEFORE DELETE ON `audit` BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;
--> statement-breakpoint
CREATE TRIGGER `audit_not_replaced` BEFORE INSERT ON `audit` WHEN EXISTS (SELECT 1 FROM `audit` WHERE `seq` = NEW.`seq`) BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;
