ALTER TABLE "grants" ADD COLUMN "goes_first" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "rest_bytes" bigint;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "changes_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "next" jsonb;--> statement-breakpoint
CREATE INDEX "subscriptions_changes" ON "subscriptions" USING btree ("changes_at") WHERE "subscriptions"."changes_at" is not null;--> statement-breakpoint
-- What had no limit lifted the limit of all that was given before it: it goes first, with no limit behind it, so that nobody loses what held.
UPDATE "grants" g SET "goes_first" = true
	WHERE g."traffic_bytes" IS NULL AND g."revoked_at" IS NULL AND EXISTS (
		SELECT 1 FROM "grants" b WHERE b."user_id" = g."user_id" AND b."id" < g."id" AND b."traffic_bytes" IS NOT NULL
	);
