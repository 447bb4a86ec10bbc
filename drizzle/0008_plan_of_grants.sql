ALTER TABLE "plans" ADD COLUMN "panel_group" text DEFAULT 'main' NOT NULL;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "protocols" jsonb;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "plan_code" text;--> statement-breakpoint
UPDATE "grants" g SET "plan_code" = o."plan_code" FROM "orders" o
	WHERE g."source" = 'order' AND o."user_id" = g."user_id"
	AND (g."reason" = 'order ' || o."id" OR g."reason" LIKE 'order ' || o."id" || ' after version %');--> statement-breakpoint
UPDATE "grants" SET "plan_code" = 'trial' WHERE "source" = 'trial';--> statement-breakpoint
UPDATE "subscriptions" s SET "plan_code" = (
	SELECT g."plan_code" FROM "grants" g
	WHERE g."user_id" = s."user_id" AND g."plan_code" IS NOT NULL AND g."revoked_at" IS NULL AND g."granted_at" >= s."started_at"
	ORDER BY g."plan_code" = 'trial', g."granted_at" DESC, g."id" DESC LIMIT 1);
