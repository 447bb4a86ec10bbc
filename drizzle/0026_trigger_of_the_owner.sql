-- Balances follow the ledger by right of the owner of both, so that whoever adds an entry needs none to write them.
ALTER FUNCTION "ledger_move_balance"() SECURITY DEFINER SET search_path = public, pg_temp;
