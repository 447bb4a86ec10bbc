ALTER TABLE "payments" ADD COLUMN "is_live" boolean;--> statement-breakpoint
-- What came before is told by its names: Stars are always real, Stripe writes its mode into the names of sessions, and the test network of
-- Crypto Pay has a bot of its own. Where nothing tells, nobody can say: it stays null, and counts neither as real money nor as test money.
UPDATE "payments" SET "is_live" = CASE
		WHEN "provider" = 'stars' THEN true
		WHEN "provider" = 'stripe' AND "object_id" LIKE 'cs\_live\_%' THEN true
		WHEN "provider" = 'stripe' AND "object_id" LIKE 'cs\_test\_%' THEN false
		WHEN "provider" = 'crypto-pay' AND "url" LIKE 'https://t.me/CryptoBot?%' THEN true
		WHEN "provider" = 'crypto-pay' AND "url" LIKE 'https://t.me/CryptoTestnetBot?%' THEN false
	END
	WHERE "paid_at" IS NOT NULL OR "status" = 'review';--> statement-breakpoint
-- The further periods of an arrangement are in the mode of the session that began it.
UPDATE "payments" p SET "is_live" = begun."is_live"
	FROM "orders" o, "orders" b, "payments" begun
	WHERE p."provider" = 'stripe' AND p."is_live" IS NULL AND (p."paid_at" IS NOT NULL OR p."status" = 'review')
		AND o."id" = p."order_id" AND b."renewal_id" = o."renewal_id" AND begun."order_id" = b."id"
		AND begun."provider" = 'stripe' AND begun."is_live" IS NOT NULL;
