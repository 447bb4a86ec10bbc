import { sql } from 'drizzle-orm';
import { startPanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import type { Database } from '../../src/platform/db.ts';
import { adminId } from '../support/environment.ts';

/** An effect of a dialogue: how often it was done by what it made, and which keys it has left. */
interface Effect {
  made: string;
  keys: string;
  /** Which of those keys say that something was done; all when absent. */
  done?: string;
}

const audited = (...actions: string[]) =>
  `select count(*) from audit_log where action in (${actions.map((action) => `'${action}'`).join()})`;
const rows = (table: string) => `select count(*) from ${table}`;

/** What each dialogue does, by its name. Those that only look for something have nothing to do twice. */
export const effects: Readonly<Record<string, Effect | 'looks only'>> = {
  'invite.new': { made: audited('invite.create'), keys: 'invite.new dialogue % create invite' },
  'invite.enter': { made: rows('invite_uses'), keys: '% redeem invite', done: "result ? 'admitted'" },
  'promo.new': { made: audited('create promo code'), keys: 'promo dialogue % create promo code' },
  'promo.enter': { made: `${rows('promo_usage')} where order_id is null`, keys: '% redeem promo code' },
  'money.gift': { made: audited('manual grant', 'top up'), keys: 'gift dialogue %' },
  'money.payout': { made: audited('pay out by hand'), keys: 'money.payout dialogue % pay out by hand' },
  'payments.refund': { made: rows('refunds'), keys: 'payments.refund dialogue % refund' },
  'payments.review': {
    made: audited('payment decided'),
    keys: 'payments.review dialogue % decide about payment',
  },
  'admin.stop-renewal': {
    made: audited('stop renewal'),
    keys: 'admin.stop-renewal dialogue % stop renewal of somebody',
  },
  'panels.add': {
    made: `${rows('panels')} where id > 1`,
    keys: 'panels.add dialogue % add panel',
    done: "result ? 'id'",
  },
  'panels.edit': { made: audited('edit panel'), keys: '% edit panel' },
  'panels.access': {
    made: audited('change panel access'),
    keys: 'panels.access dialogue % change panel access',
    done: "result = 'true'",
  },
  'subscriptions.adopt': {
    made: audited('link account'),
    keys: 'subscriptions.adopt dialogue % link account',
  },
  'plans.edit': { made: audited('change plan'), keys: '% change plan' },
  // No row of its own for each: a trigger counts how often one was changed.
  'keys.preset': { made: rows('preset_edits'), keys: '% preset%', done: "key !~ '(apply|drop) preset$'" },
  'admin.find': 'looks only',
  'payments.find': 'looks only',
  // Writes the same once more.
  'zone.time': 'looks only',
};

/** How often each dialogue has done what it does, by what was made and by the keys. */
export async function countEffects(db: Database): Promise<Record<string, { made: number; applied: number }>> {
  const counts = Object.entries(effects).flatMap(([id, effect]) =>
    effect === 'looks only'
      ? []
      : [
          sql`select ${id} as id, (${sql.raw(effect.made)})::int as made,
            (select count(*) from applied_effects where key like ${effect.keys} and ${sql.raw(effect.done ?? 'true')})::int as applied`,
        ],
  );
  const { rows: found } = await db.execute<{ id: string; made: number; applied: number }>(
    sql.join(counts, sql` union all `),
  );
  return Object.fromEntries(found.map(({ id, made, applied }) => [id, { made, applied }]));
}

/** Codes that give something to whoever types them. */
export const codes = { 'invite.enter code': 'INV_5f6a1c1e0b', 'promo.enter code': 'THREEDAYS' };

/** Everything that there must be for each dialogue to have something to do. */
export async function prepare(db: Database): Promise<void> {
  await db.execute(sql`
    insert into payments (id, user_id, provider, object_id, status, amount_minor, currency, created_at, paid_at)
    values (7001, ${adminId}, 'crypto-pay', 'a', 'paid', 149, 'USD', now(), now()),
           (7002, null, 'crypto-pay', 'b', 'review', 249, 'USD', now(), now()),
           (7003, null, 'crypto-pay', 'c', 'review', 249, 'USD', now(), now())`);
  await db.execute(sql`
    insert into ledger_entries (key, debit, credit, currency, amount_minor, user_id, at)
    values ('balance of before', 'gifts', ${`user:${adminId}`}, 'GBP', 500, ${adminId}, now())`);
  await db.execute(sql`
    with sold as (insert into orders (user_id, plan_id, plan_code, plan_version, plan_names, days, list_minor,
      discount_minor, total_minor, currency, provider, status, expires_at, created_at, updated_at)
      select ${adminId}, id, code, version, names, 30, 149, 0, 149, 'USD', 'crypto-pay', 'pending', now(), now(), now()
      from plans where code = 'monthly' returning id)
    insert into payments (id, order_id, user_id, provider, object_id, status, amount_minor, currency, created_at, paid_at)
    select 7004, id, ${adminId}, 'crypto-pay', 'd', 'review', 149, 'USD', now(), now() from sold`);
  await db.execute(sql`
    insert into renewals (user_id, plan_id, plan_code, plan_version, plan_names, days, amount_minor, currency, provider,
      status, next_charge_at, created_at, updated_at)
    select ${adminId}, id, code, version, names, 30, 149, 'USD', 'balance', 'active', now() + interval '20 days', now(), now()
    from plans where code = 'monthly'`);
  await db.execute(sql`
    insert into users (telegram_id, first_name, role, admitted_at, created_at, updated_at)
    values (7, 'Кто-то', 'manager', now(), now(), now())`);
  await db.execute(sql`
    insert into invites (code, created_by, created_at, grant_kind, grant_days)
    values (${codes['invite.enter code']}, 7, now(), 'days', 3)`);
  await db.execute(sql`
    insert into promo_codes (code, kind, value, per_person, created_by, created_at)
    values (${codes['promo.enter code']}, 'days', 3, 100, ${adminId}, now())`);
  await db.execute(sql`
    create table preset_edits (revision int);
    create function note_preset_edit() returns trigger language plpgsql security definer as
      $$ begin insert into preset_edits values (new.revision); return new; end $$;
    create trigger note_preset_edit after update on key_presets for each row
      when (new.revision <> old.revision) execute function note_preset_edit()`);
}

/** A panel that can be added, with what is to be answered for that. */
export async function openSparePanel() {
  const panel = await startPanelStandIn({ seedUsers: [] });
  const { url, adminPath, clientPath, adminKey: apiKey } = panel;
  return { answers: { url, adminPath, clientPath, apiKey, timeZone: 'UTC' }, stop: panel.stop };
}
