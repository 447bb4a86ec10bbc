-- Whoever had money with us and owed us some at once: from now on what comes in pays what is owed first.
INSERT INTO "ledger_entries" ("key", "debit", "credit", "currency", "amount_minor", "user_id", "note", "at")
	SELECT 'debt:balance:' || d.person || ':' || d.currency || ':paid', b.account, 'receivable:' || d.person, d.currency,
		least(d.owed, b.balance_minor), d.person::bigint, 'paid from the balance', now()
	FROM (
		SELECT substring(account from 12) AS person, currency, sum(amount)::bigint AS owed FROM (
			SELECT debit AS account, currency, amount_minor AS amount FROM "ledger_entries" WHERE debit LIKE 'receivable:%'
			UNION ALL
			SELECT credit, currency, -amount_minor FROM "ledger_entries" WHERE credit LIKE 'receivable:%'
		) lines GROUP BY account, currency
	) d
	JOIN "ledger_balances" b ON b.account = 'user:' || d.person AND b.currency = d.currency
	WHERE d.owed > 0 AND b.balance_minor > 0;
