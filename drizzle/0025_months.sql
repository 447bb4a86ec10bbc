ALTER TABLE "orders" ADD COLUMN "traffic_mode" text DEFAULT 'total' NOT NULL;--> statement-breakpoint
ALTER TABLE "renewals" ADD COLUMN "traffic_mode" text DEFAULT 'total' NOT NULL;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "traffic_mode" text DEFAULT 'total' NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "traffic_mode" text DEFAULT 'total' NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "traffic_mode" text DEFAULT 'total' NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "resets_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "subscriptions_resets" ON "subscriptions" USING btree ("resets_at") WHERE "subscriptions"."resets_at" is not null;