CREATE TABLE "reminder_choices" (
	"user_id" bigint PRIMARY KEY NOT NULL,
	"muted" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reminders" (
	"user_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"basis" text NOT NULL,
	"step" integer NOT NULL,
	"outcome" text NOT NULL,
	"settled_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reminders_user_id_kind_basis_step_pk" PRIMARY KEY("user_id","kind","basis","step")
);
--> statement-breakpoint
CREATE TABLE "slot_messages" (
	"chat_id" bigint NOT NULL,
	"slot" text NOT NULL,
	"message_id" bigint NOT NULL,
	CONSTRAINT "slot_messages_chat_id_slot_pk" PRIMARY KEY("chat_id","slot")
);
--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "remind_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "usage_level" smallint GENERATED ALWAYS AS (case when data_limit_bytes > 0 then width_bucket((used_bytes + elsewhere_bytes)::numeric / data_limit_bytes, array[0.8, 0.95, 1]) else 0 end) STORED;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "heard_level" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "reminder_choices" ADD CONSTRAINT "reminder_choices_user_id_users_telegram_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("telegram_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_user_id_users_telegram_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("telegram_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "subscriptions_reminders" ON "subscriptions" USING btree ("remind_at") WHERE "subscriptions"."remind_at" is not null;--> statement-breakpoint
CREATE INDEX "subscriptions_levels" ON "subscriptions" USING btree ("user_id") WHERE "subscriptions"."usage_level" <> "subscriptions"."heard_level";--> statement-breakpoint
-- Whoever has access, or had it until lately, is looked at once; what is over for longer is nothing to remind of.
UPDATE "subscriptions" SET "remind_at" = now() WHERE "started_at" IS NOT NULL AND ("expires_at" IS NULL OR "expires_at" > now() - interval '3 days');
