CREATE TABLE "panel_leftovers" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"panel_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"uuid" uuid NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"failure" text,
	"created_at" timestamp with time zone NOT NULL,
	"tried_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "panel_moves" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"user_id" bigint NOT NULL,
	"from_panel_id" bigint NOT NULL,
	"to_panel_id" bigint,
	"placed_uuid" uuid,
	"state" text DEFAULT 'waiting' NOT NULL,
	"failure" text,
	"created_at" timestamp with time zone NOT NULL,
	"tried_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "panel_leftovers" ADD CONSTRAINT "panel_leftovers_panel_id_panels_id_fk" FOREIGN KEY ("panel_id") REFERENCES "public"."panels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panel_leftovers" ADD CONSTRAINT "panel_leftovers_user_id_users_telegram_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("telegram_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panel_moves" ADD CONSTRAINT "panel_moves_user_id_users_telegram_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("telegram_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panel_moves" ADD CONSTRAINT "panel_moves_from_panel_id_panels_id_fk" FOREIGN KEY ("from_panel_id") REFERENCES "public"."panels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panel_moves" ADD CONSTRAINT "panel_moves_to_panel_id_panels_id_fk" FOREIGN KEY ("to_panel_id") REFERENCES "public"."panels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "panel_leftovers_open" ON "panel_leftovers" USING btree ("panel_id","uuid") WHERE "panel_leftovers"."state" in ('waiting', 'stuck');--> statement-breakpoint
CREATE INDEX "panel_leftovers_user" ON "panel_leftovers" USING btree ("user_id","state");--> statement-breakpoint
CREATE INDEX "panel_leftovers_panel" ON "panel_leftovers" USING btree ("panel_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "panel_moves_waiting" ON "panel_moves" USING btree ("user_id") WHERE "panel_moves"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "panel_moves_from" ON "panel_moves" USING btree ("from_panel_id","state");--> statement-breakpoint
CREATE INDEX "panel_moves_to" ON "panel_moves" USING btree ("to_panel_id","state");