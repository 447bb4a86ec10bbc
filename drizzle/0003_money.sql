CREATE TABLE "ledger_balances" (
	"account" text NOT NULL,
	"currency" text NOT NULL,
	"balance_minor" bigint NOT NULL,
	CONSTRAINT "ledger_balances_account_currency_pk" PRIMARY KEY("account","currency"),
	CONSTRAINT "ledger_balance_not_negative" CHECK ("ledger_balances"."balance_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"debit" text NOT NULL,
	"credit" text NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"user_id" bigint,
	"order_id" bigint,
	"note" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "ledger_entries_key_unique" UNIQUE("key"),
	CONSTRAINT "ledger_amount_positive" CHECK ("ledger_entries"."amount_minor" > 0),
	CONSTRAINT "ledger_two_accounts" CHECK ("ledger_entries"."debit" <> "ledger_entries"."credit")
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"user_id" bigint NOT NULL,
	"plan_id" bigint NOT NULL,
	"plan_code" text NOT NULL,
	"plan_version" integer NOT NULL,
	"plan_names" jsonb NOT NULL,
	"days" integer,
	"traffic_bytes" bigint,
	"list_minor" bigint NOT NULL,
	"discount_minor" bigint NOT NULL,
	"total_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"promo_id" bigint,
	"provider" text NOT NULL,
	"status" text NOT NULL,
	"kept_minor" bigint,
	"grant_reason" text,
	"access_version" integer,
	"expires_at" timestamp with time zone NOT NULL,
	"paid_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "order_total" CHECK ("orders"."total_minor" = "orders"."list_minor" - "orders"."discount_minor"),
	CONSTRAINT "order_not_negative" CHECK ("orders"."total_minor" >= 0 and "orders"."discount_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"order_id" bigint,
	"user_id" bigint,
	"provider" text NOT NULL,
	"object_id" text,
	"charge_ref" text,
	"status" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"refunded_minor" bigint DEFAULT 0 NOT NULL,
	"is_disputed" boolean DEFAULT false NOT NULL,
	"url" text,
	"request" jsonb,
	"reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"paid_at" timestamp with time zone,
	"next_look_at" timestamp with time zone,
	"looks" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "payments_object" UNIQUE("provider","object_id"),
	CONSTRAINT "payments_charge" UNIQUE("provider","charge_ref"),
	CONSTRAINT "refunds_within_payment" CHECK ("payments"."refunded_minor" between 0 and "payments"."amount_minor")
);
--> statement-breakpoint
CREATE TABLE "provider_cursors" (
	"provider" text PRIMARY KEY NOT NULL,
	"cursor" text NOT NULL,
	"read_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "provider_webhooks" (
	"provider" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"endpoint_id" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"payment_id" bigint NOT NULL,
	"provider" text NOT NULL,
	"object_id" text,
	"amount_minor" bigint NOT NULL,
	"status" text NOT NULL,
	"reason" text NOT NULL,
	"requested_by" bigint,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "refunds_object" UNIQUE("provider","object_id"),
	CONSTRAINT "refund_positive" CHECK ("refunds"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "plan_prices" (
	"plan_id" bigint NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "plan_prices_plan_id_currency_pk" PRIMARY KEY("plan_id","currency"),
	CONSTRAINT "plan_price_positive" CHECK ("plan_prices"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"names" jsonb NOT NULL,
	"days" integer,
	"traffic_bytes" bigint,
	"position" integer NOT NULL,
	"is_visible" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "plans_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "promo_codes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"value" bigint NOT NULL,
	"currency" text,
	"max_uses" integer,
	"per_person" integer DEFAULT 1 NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	"plan_codes" jsonb,
	"is_first_purchase_only" boolean DEFAULT false NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_by" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "promo_codes_code_unique" UNIQUE("code"),
	CONSTRAINT "promo_value_positive" CHECK ("promo_codes"."value" > 0),
	CONSTRAINT "promo_percent_whole" CHECK ("promo_codes"."kind" <> 'percent' or "promo_codes"."value" <= 100),
	CONSTRAINT "promo_uses_limited" CHECK ("promo_codes"."used" >= 0 and "promo_codes"."used" <= "promo_codes"."max_uses")
);
--> statement-breakpoint
CREATE TABLE "promo_usage" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"promo_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"order_id" bigint,
	"state" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_user_id_users_telegram_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("telegram_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_promo_id_promo_codes_id_fk" FOREIGN KEY ("promo_id") REFERENCES "public"."promo_codes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_prices" ADD CONSTRAINT "plan_prices_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promo_usage" ADD CONSTRAINT "promo_usage_promo_id_promo_codes_id_fk" FOREIGN KEY ("promo_id") REFERENCES "public"."promo_codes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promo_usage" ADD CONSTRAINT "promo_usage_user_id_users_telegram_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("telegram_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ledger_user" ON "ledger_entries" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "ledger_order" ON "ledger_entries" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "ledger_at" ON "ledger_entries" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "orders_one_pending" ON "orders" USING btree ("user_id") WHERE "orders"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "orders_user" ON "orders" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "orders_waiting" ON "orders" USING btree ("expires_at") WHERE "orders"."status" in ('pending', 'processing');--> statement-breakpoint
CREATE INDEX "orders_paid" ON "orders" USING btree ("paid_at");--> statement-breakpoint
CREATE INDEX "payments_order" ON "payments" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "payments_due" ON "payments" USING btree ("next_look_at") WHERE "payments"."next_look_at" is not null;--> statement-breakpoint
CREATE INDEX "payments_review" ON "payments" USING btree ("id") WHERE "payments"."status" = 'review';--> statement-breakpoint
CREATE INDEX "refunds_payment" ON "refunds" USING btree ("payment_id");--> statement-breakpoint
CREATE UNIQUE INDEX "promo_usage_order" ON "promo_usage" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "promo_usage_person" ON "promo_usage" USING btree ("promo_id","user_id");--> statement-breakpoint
CREATE FUNCTION "ledger_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the ledger is only ever added to' USING ERRCODE = 'restrict_violation';
END $$;--> statement-breakpoint
CREATE TRIGGER "ledger_entries_keep" BEFORE UPDATE OR DELETE ON "ledger_entries" FOR EACH ROW EXECUTE FUNCTION "ledger_is_append_only"();--> statement-breakpoint
CREATE TRIGGER "ledger_entries_keep_all" BEFORE TRUNCATE ON "ledger_entries" FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_append_only"();--> statement-breakpoint
CREATE FUNCTION "ledger_move_balance"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.debit LIKE 'user:%' THEN
		UPDATE "ledger_balances" SET balance_minor = balance_minor - NEW.amount_minor
			WHERE account = NEW.debit AND currency = NEW.currency;
		IF NOT FOUND THEN
			RAISE EXCEPTION 'account % has no %', NEW.debit, NEW.currency
				USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_balance_not_negative';
		END IF;
	END IF;
	IF NEW.credit LIKE 'user:%' THEN
		INSERT INTO "ledger_balances" (account, currency, balance_minor)
			VALUES (NEW.credit, NEW.currency, NEW.amount_minor)
			ON CONFLICT (account, currency)
			DO UPDATE SET balance_minor = "ledger_balances".balance_minor + EXCLUDED.balance_minor;
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "ledger_entries_balance" AFTER INSERT ON "ledger_entries" FOR EACH ROW EXECUTE FUNCTION "ledger_move_balance"();--> statement-breakpoint
INSERT INTO "plans" ("code", "names", "days", "traffic_bytes", "position", "is_visible", "created_at", "updated_at") VALUES
	('trial', '{"ru":"Пробный","en":"Trial"}', 7, 5368709120, 1, true, now(), now()),
	('weekly', '{"ru":"Неделя","en":"Week"}', 7, 53687091200, 2, true, now(), now()),
	('monthly', '{"ru":"Месяц","en":"Month"}', 30, 214748364800, 3, true, now(), now()),
	('quarterly', '{"ru":"3 месяца","en":"3 months"}', 90, 644245094400, 4, true, now(), now()),
	('yearly', '{"ru":"Год","en":"Year"}', 365, NULL, 5, true, now(), now()),
	('lifetime', '{"ru":"Навсегда","en":"For ever"}', NULL, NULL, 6, true, now(), now());--> statement-breakpoint
INSERT INTO "plan_prices" ("plan_id", "currency", "amount_minor")
	SELECT p.id, s.currency, s.amount FROM (VALUES
		('weekly', 'USD', 149), ('weekly', 'EUR', 149), ('weekly', 'RUB', 14900), ('weekly', 'XTR', 100),
		('monthly', 'USD', 399), ('monthly', 'EUR', 399), ('monthly', 'RUB', 39900), ('monthly', 'XTR', 250),
		('quarterly', 'USD', 999), ('quarterly', 'EUR', 999), ('quarterly', 'RUB', 99900), ('quarterly', 'XTR', 650),
		('yearly', 'USD', 3499), ('yearly', 'EUR', 3499), ('yearly', 'RUB', 349900), ('yearly', 'XTR', 2300),
		('lifetime', 'USD', 9999), ('lifetime', 'EUR', 9999), ('lifetime', 'RUB', 999900), ('lifetime', 'XTR', 6500)
	) AS s (code, currency, amount) JOIN "plans" p ON p.code = s.code;
