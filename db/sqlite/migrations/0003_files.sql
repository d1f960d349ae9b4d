CREATE TABLE `files` (
	`id` text PRIMARY KEY NOT NULL,
	`blob` text NOT NULL,
	`conversation_id` text NOT NULL,
	`message_id` text,
	`uploaded_by` text NOT NULL,
	`position` integer NOT NULL,
	`type` text NOT NULL,
	`mime` text NOT NULL,
	`size` integer NOT NULL,
	`width` integer,
	`height` integer,
	`created_at` integer NOT NULL,
	`name` text NOT NULL,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`uploaded_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `files_message` ON `files` (`message_id`,`position`);--> statement-breakpoint
CREATE INDEX `files_conversation` ON `files` (`conversation_id`);--> statement-breakpoint
CREATE INDEX `files_blob` ON `files` (`blob`);--> statement-breakpoint
CREATE INDEX `files_unsent` ON `files` (`uploaded_by`) WHERE "files"."message_id" is null;