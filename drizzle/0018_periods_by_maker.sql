ALTER TABLE "grants" ADD COLUMN "given_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "begun_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "made_by" text;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "pending_since" timestamp with time zone;