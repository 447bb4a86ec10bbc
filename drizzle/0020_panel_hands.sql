CREATE TABLE "panel_hands" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"panel_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"days" integer,
	"traffic_bytes" bigint,
	"seen_at" timestamp with time zone NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"decision" text,
	"decided_at" timestamp with time zone,
	"decided_by" bigint
);
--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "held" jsonb;--> statement-breakpoint
ALTER TABLE "panel_hands" ADD CONSTRAINT "panel_hands_panel_id_panels_id_fk" FOREIGN KEY ("panel_id") REFERENCES "public"."panels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panel_hands" ADD CONSTRAINT "panel_hands_user_id_users_telegram_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("telegram_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panel_hands" ADD CONSTRAINT "panel_hands_decided_by_users_telegram_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("telegram_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "panel_hands_off" ON "panel_hands" USING btree ("user_id","panel_id") WHERE "panel_hands"."kind" = 'off' and ("panel_hands"."decision" is null or "panel_hands"."decision" = 'taken');--> statement-breakpoint
CREATE INDEX "panel_hands_undecided" ON "panel_hands" USING btree ("panel_id") WHERE "panel_hands"."decision" is null;