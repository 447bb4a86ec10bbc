CREATE TABLE "joined_accounts" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"panel_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"uuid" uuid NOT NULL,
	"previous_uuid" uuid,
	"applied_version" integer DEFAULT 0 NOT NULL,
	"applied_period" integer DEFAULT 0 NOT NULL,
	"used_bytes" bigint DEFAULT 0 NOT NULL,
	"usage_read_at" timestamp with time zone,
	"verified_at" timestamp with time zone,
	"failure" text,
	"failed_at" timestamp with time zone,
	"given_up_version" integer,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "panels" ADD COLUMN "joined" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "elsewhere_bytes" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "joined_accounts" ADD CONSTRAINT "joined_accounts_panel_id_panels_id_fk" FOREIGN KEY ("panel_id") REFERENCES "public"."panels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "joined_accounts" ADD CONSTRAINT "joined_accounts_user_id_users_telegram_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("telegram_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "joined_accounts_one" ON "joined_accounts" USING btree ("user_id","panel_id");--> statement-breakpoint
CREATE INDEX "joined_accounts_panel" ON "joined_accounts" USING btree ("panel_id");