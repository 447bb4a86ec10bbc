import type { Stage } from './stage.ts';
import { everyText, type Visitor } from './crowd.ts';

type Findings = string[];

/**
 * What the people were promised, decided from the database and the stand-ins alone. Empty: nothing was broken.
 * Visitors have gone the whole way to the key, guests have only come in.
 */
export async function findFaults(
  stage: Stage,
  visitors: readonly Visitor[],
  guests: readonly Visitor[] = [],
): Promise<Findings> {
  return [
    ...(await findLostUpdates(stage)),
    ...(await findDisorder(stage)),
    ...(await findWrongCodes(stage, [...visitors, ...guests])),
    ...(await findWrongTrials(stage, visitors)),
    ...(await findDeadJobs(stage)),
    ...findViolations(stage),
  ];
}

/** Every update answered with 200 is in the inbox, and done. */
export async function findLostUpdates(
  { sql, world }: Stage,
  acked: Iterable<number> = [],
): Promise<Findings> {
  const { rows } = await sql.query<{ id: string; status: string; error: string | null }>(
    'select external_id as id, status, last_error as error from inbox',
  );
  const status = new Map(rows.map((row) => [Number(row.id), row.status]));
  const delivered = world.deliveries.filter((delivery) => delivery.status === 200);
  const promised = new Set([...delivered.map((delivery) => delivery.updateId), ...acked]);
  const lost = [...promised].filter((id) => !status.has(id)).map((id) => `update ${id} is lost`);
  const undone = rows
    .filter((row) => row.status !== 'done')
    .map((row) => `update ${row.id} is ${row.status}: ${row.error ?? 'no error'}`);
  return [...lost, ...undone];
}

/** No update of a person was finished before an earlier one that had arrived before it. */
async function findDisorder({ sql }: Stage): Promise<Findings> {
  const { rows } = await sql.query<{ lane: string; id: string }>(
    `select late.lane, late.external_id as id from inbox early join inbox late
       on late.lane = early.lane and late.position > early.position and late.received_at > early.received_at
     where early.status = 'done' and late.status = 'done' and late.processed_at < early.processed_at`,
  );
  return rows.map(({ lane, id }) => `update ${id} of ${lane} was handled out of order`);
}

/** A code was used exactly as often as people got in by it, and everybody got in. */
export async function findWrongCodes({ sql }: Stage, visitors: readonly Visitor[]): Promise<Findings> {
  const { rows } = await sql.query<{ code: string; counted: number; uses: string; maxUses: number }>(
    `select code, used_count as counted, max_uses as "maxUses",
            (select count(*) from invite_uses u where u.invite_id = i.id) as uses from invites i`,
  );
  const wrong = rows.flatMap(({ code, counted, uses, maxUses }) => {
    const expected = visitors.filter((visitor) => visitor.code === code).length;
    const right = counted === expected && Number(uses) === expected && counted <= maxUses;
    return right ? [] : [`code ${code}: ${expected} people, ${counted} counted, ${uses} uses`];
  });
  const { rows: inside } = await sql.query<{ id: string }>(
    'select telegram_id as id from users where admitted_at is not null',
  );
  const admitted = new Set(inside.map((row) => Number(row.id)));
  const outside = visitors.filter((visitor) => !admitted.has(visitor.id));
  return [...wrong, ...outside.map((visitor) => `person ${visitor.id} is still outside`)];
}

/** One trial, one grant, one account on the panel, at the version we want; and the notice of it was shown. */
async function findWrongTrials(stage: Stage, visitors: readonly Visitor[]): Promise<Findings> {
  const { rows } = await stage.sql.query<Record<string, unknown>>(
    `select u.telegram_id as id, s.panel_uuid as uuid, s.status, s.desired_version - s.applied_version as behind,
            (select count(*)::int from trials t where t.user_id = u.telegram_id) as trials,
            (select count(*)::int from grants g where g.user_id = u.telegram_id) as grants
     from users u left join subscriptions s on s.user_id = u.telegram_id`,
  );
  const byId = new Map(rows.map((row) => [Number(row['id']), row]));
  const accounts = stage.panel.control.users();
  return visitors.flatMap((visitor) => {
    const own = accounts.filter((account) => account.telegram_id === visitor.id);
    const row = byId.get(visitor.id) ?? {};
    const found = {
      trials: row['trials'],
      grants: row['grants'],
      status: row['status'],
      behind: row['behind'],
      accounts: own.length,
      sameUuid: own[0]?.uuid === row['uuid'],
      gigabytes: own[0]?.usage_limit_GB,
      told: everyText(visitor.driver).some((text) => text.includes('Готово!')),
    };
    const right =
      '{"trials":1,"grants":1,"status":"active","behind":0,"accounts":1,"sameUuid":true,"gigabytes":5,"told":true}';
    return JSON.stringify(found) === right ? [] : [`person ${visitor.id}: ${JSON.stringify(found)}`];
  });
}

async function findDeadJobs({ sql }: Stage): Promise<Findings> {
  const { rows } = await sql.query<{ name: string; state: string }>(
    `select name, state::text as state from pgboss.job where state = 'failed' or name like '%.dead'`,
  );
  return rows.map(({ name, state }) => `job ${name} is ${state}`);
}

/** Taps that a dead process could not answer in time are excused; calls in a forbidden window are not. */
function findViolations({ world }: Stage): Findings {
  return world.violations
    .filter(({ rule }) => rule === 'call-inside-retry-after' || rule === 'broken-markup')
    .map(({ rule, detail }) => `${rule}: ${detail}`);
}

/** How often the bot told this person something, as the Bot API's log has it. */
export function timesTold({ world }: Stage, personId: number, words: string): number {
  return world.calls.filter(
    (call) =>
      call.ok &&
      call.personId === personId &&
      call.method === 'sendMessage' &&
      JSON.stringify(call.payload).includes(words),
  ).length;
}
