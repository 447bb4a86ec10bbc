ALTER TABLE "orders" ADD COLUMN "converts" jsonb;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "converts" jsonb;