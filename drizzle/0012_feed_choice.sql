CREATE TABLE "feed_choice" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"is_own" boolean NOT NULL,
	CONSTRAINT "feed_choice_one" CHECK ("feed_choice"."id" = 1)
);
--> statement-breakpoint
-- A new installation begins with our own subscriptions; where people have links of the panel, admins are offered the change.
INSERT INTO "feed_choice" ("is_own") SELECT NOT EXISTS (SELECT FROM "subscriptions");
