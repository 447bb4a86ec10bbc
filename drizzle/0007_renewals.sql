CREATE TABLE "renewals" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"user_id" bigint NOT NULL,
	"plan_id" bigint NOT NULL,
	"plan_code" text NOT NULL,
	"plan_version" integer NOT NULL,
	"plan_names" jsonb NOT NULL,
	"days" integer NOT NULL,
	"traffic_bytes" bigint,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"provider" text NOT NULL,
	"status" text NOT NULL,
	"ref" text,
	"customer_ref" text,
	"periods" integer DEFAULT 0 NOT NULL,
	"next_charge_at" timestamp with time zone,
	"next_try_at" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"reminded_of" timestamp with time zone,
	"grace_period" integer,
	"pay_url" text,
	"end_reason" text,
	"changes" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "renewal_price_positive" CHECK ("renewals"."amount_minor" > 0),
	CONSTRAINT "renewal_days_positive" CHECK ("renewals"."days" > 0)
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "renewal_id" bigint;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "period" integer;--> statement-breakpoint
ALTER TABLE "renewals" ADD CONSTRAINT "renewals_user_id_users_telegram_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("telegram_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewals" ADD CONSTRAINT "renewals_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "renewals_one_live" ON "renewals" USING btree ("user_id") WHERE "renewals"."status" in ('active', 'failing');--> statement-breakpoint
CREATE INDEX "renewals_user" ON "renewals" USING btree ("user_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "renewals_ref" ON "renewals" USING btree ("provider","ref");--> statement-breakpoint
CREATE INDEX "renewals_due" ON "renewals" USING btree ("next_try_at") WHERE "renewals"."status" in ('active', 'failing');--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_renewal_id_renewals_id_fk" FOREIGN KEY ("renewal_id") REFERENCES "public"."renewals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_period" UNIQUE("renewal_id","period");