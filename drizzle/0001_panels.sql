CREATE TABLE "panels" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"domain" text NOT NULL,
	"sealed_access" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"from_settings" boolean DEFAULT false NOT NULL,
	"group" text DEFAULT 'main' NOT NULL,
	"capacity" integer,
	"weight" integer DEFAULT 1 NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"time_zone" text NOT NULL,
	"settles" boolean DEFAULT false NOT NULL,
	"version" text,
	"last_error_class" text,
	"last_error_at" timestamp with time zone,
	"checked_at" timestamp with time zone,
	"latency_ms" integer,
	"figures" jsonb,
	"figures_at" timestamp with time zone,
	"synced_at" timestamp with time zone,
	"next_sync_at" timestamp with time zone,
	"listed_users" integer,
	"sync_problem" text,
	"alarms" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "panels_name_unique" UNIQUE("name")
);
--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "total_bytes" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "last_online_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "panel_id" bigint;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "previous_uuid" uuid;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "period" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "applied_period" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "failure" text;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "failed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "given_up_version" integer;--> statement-breakpoint
CREATE UNIQUE INDEX "panels_from_settings" ON "panels" USING btree ("from_settings") WHERE "panels"."from_settings";--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_panel_id_panels_id_fk" FOREIGN KEY ("panel_id") REFERENCES "public"."panels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "subscriptions_panel" ON "subscriptions" USING btree ("panel_id","status");--> statement-breakpoint
CREATE INDEX "subscriptions_lagging" ON "subscriptions" USING btree ("panel_id","updated_at") WHERE "subscriptions"."desired_version" > "subscriptions"."applied_version";