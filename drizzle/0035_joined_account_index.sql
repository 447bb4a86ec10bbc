DROP INDEX "joined_accounts_panel";--> statement-breakpoint
CREATE INDEX "joined_accounts_account" ON "joined_accounts" USING btree ("panel_id","uuid");