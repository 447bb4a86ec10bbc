ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_accounts_formed" CHECK ("ledger_entries"."debit" ~ '^[a-z][a-z0-9_-]*(:[A-Za-z0-9_-]+)*$' and "ledger_entries"."credit" ~ '^[a-z][a-z0-9_-]*(:[A-Za-z0-9_-]+)*$');--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_currency_formed" CHECK ("ledger_entries"."currency" ~ '^[A-Z]{3,4}$');--> statement-breakpoint
CREATE FUNCTION "audit_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the audit log is only ever added to' USING ERRCODE = 'restrict_violation';
END $$;--> statement-breakpoint
CREATE TRIGGER "audit_log_keep" BEFORE UPDATE OR DELETE ON "audit_log" FOR EACH ROW EXECUTE FUNCTION "audit_is_append_only"();--> statement-breakpoint
CREATE TRIGGER "audit_log_keep_all" BEFORE TRUNCATE ON "audit_log" FOR EACH STATEMENT EXECUTE FUNCTION "audit_is_append_only"();--> statement-breakpoint
CREATE FUNCTION "ledger_balances_follow"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	-- One level deep is a statement of somebody's; the trigger of an entry is two.
	IF pg_trigger_depth() < 2 THEN
		RAISE EXCEPTION 'balances follow the ledger and are not written by hand' USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "ledger_balances_keep" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "ledger_balances" FOR EACH STATEMENT EXECUTE FUNCTION "ledger_balances_follow"();
