import type pg from 'pg';

/** One webhook body on its way in. */
export interface Arrival {
  source: string;
  account: string;
  externalId: string;
  kind: string;
  lane: string;
  position: number;
  payload: Buffer;
}

/** One stored body whose turn has come. `attempts` counts the tries that failed before. */
export interface Entry {
  id: number;
  source: string;
  account: string;
  externalId: string;
  kind: string;
  lane: string;
  payload: Buffer;
  attempts: number;
  /** Milliseconds since it was stored. */
  ageMs: number;
}

export interface Lease {
  lane: string;
  fence: number;
}

/** A lane just taken. `deaths` counts the holders in a row that were gone before they had concluded anything of it. */
export interface Claim extends Lease {
  deaths: number;
}

/** `wait` is a `retry` that does not count as a try: nothing is wrong with the entry. */
export type Verdict = 'done' | 'retry' | 'wait' | 'dead';

export interface Conclusion extends Lease {
  id: number;
  verdict: Verdict;
  delayMs: number;
  error: string | undefined;
  /** Whether its content is nobody's to read from now on. */
  erase: boolean;
}

const entryColumns = `i.id, i.source, i.account, i.external_id as "externalId", i.kind, i.lane, i.payload, i.attempts,
  (extract(epoch from now() - i.received_at) * 1000)::float8 as "ageMs"`;

/** Stores arrivals in one statement; answers for each whether it is new (a body seen before is kept as it was). */
export async function storeArrivals(pool: pg.Pool, arrivals: readonly Arrival[]): Promise<boolean[]> {
  const { rows } = await pool.query<{ key: string }>({
    name: 'inbox-store',
    text: `insert into inbox (source, account, external_id, kind, lane, position, payload)
           select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bytea[])
           on conflict (source, account, external_id) do nothing
           returning source || ' ' || account || ' ' || external_id as key`,
    values: [
      arrivals.map((arrival) => arrival.source),
      arrivals.map((arrival) => arrival.account),
      arrivals.map((arrival) => arrival.externalId),
      arrivals.map((arrival) => arrival.kind),
      arrivals.map((arrival) => arrival.lane),
      arrivals.map((arrival) => arrival.position),
      arrivals.map((arrival) => arrival.payload),
    ],
  });
  const fresh = new Set(rows.map((row) => row.key));
  // The same update twice in one batch: only the first of them is new.
  return arrivals.map(({ source, account, externalId }) =>
    fresh.delete(`${source} ${account} ${externalId}`),
  );
}

/** Whether what is stored under this name is something else; unknown counts as the same, for contents are not kept for long. */
export async function isAnotherBody(
  pool: pg.Pool,
  { source, account, externalId, payload }: Arrival,
): Promise<boolean> {
  const { rows } = await pool.query<{ other: boolean }>(
    `select payload <> $4 and payload <> '' as other from inbox where source = $1 and account = $2 and external_id = $3`,
    [source, account, externalId, payload],
  );
  return rows[0]?.other ?? false;
}

/**
 * Takes the lanes that nobody else holds, for `leaseSeconds`; answers those taken. One's own lease is no obstacle: it is
 * left over from a lane that could not be given back while the database was away. Sorted, so that claims cannot deadlock.
 */
export async function claimLanes(
  pool: pg.Pool,
  { holder, wanted, leaseSeconds }: { holder: string; wanted: readonly string[]; leaseSeconds: number },
): Promise<Claim[]> {
  const { rows } = await pool.query<{ lane: string; fence: string; deaths: number }>({
    name: 'lanes-claim',
    text: `insert into lanes (lane, holder, fence, leased_until)
           select lane, $1::uuid, 1, now() + $3 * interval '1 second' from unnest($2::text[]) as lane order by lane
           on conflict (lane) do update
             set holder = excluded.holder, fence = lanes.fence + 1, leased_until = excluded.leased_until,
               deaths = lanes.deaths
                 + (lanes.leased_until <> '-infinity' and lanes.holder <> excluded.holder)::int
             where lanes.leased_until <= now() or lanes.holder = excluded.holder
           returning lane, fence, deaths`,
    values: [holder, [...wanted].sort(), leaseSeconds],
  });
  return rows.map(({ lane, fence, deaths }) => ({ lane, fence: Number(fence), deaths }));
}

/**
 * The oldest waiting entry of each lane still held, when its time has come. A statement of its own, after the claim: the
 * same statement would look through a snapshot older than the lease and could hand out what another holder just
 * finished. A holder that stood still and lost its lane meanwhile is given nothing.
 */
export async function findHeads(pool: pg.Pool, holder: string, leases: readonly Lease[]): Promise<Entry[]> {
  const { rows } = await pool.query<Entry & { due: boolean }>({
    name: 'inbox-heads',
    text: `select ${entryColumns}, i.next_attempt_at <= now() as due
           from unnest($2::text[], $3::bigint[]) as held (lane, fence)
           join lanes l on l.lane = held.lane and l.fence = held.fence and l.holder = $1::uuid
             and l.leased_until > now()
           cross join lateral (select * from inbox where lane = held.lane and status = 'pending'
                               order by position limit 1) i`,
    values: [holder, leases.map((lease) => lease.lane), leases.map((lease) => lease.fence)],
  });
  return rows.filter((row) => row.due).map((row) => ({ ...row, id: Number(row.id) }));
}

/** Records how entries went; answers the ids of those recorded. One whose lease was lost meanwhile changes nothing. */
export async function concludeEntries(
  pool: pg.Pool,
  holder: string,
  conclusions: readonly Conclusion[],
): Promise<Set<number>> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'inbox-conclude',
    text: `update inbox i
           set status = case when s.verdict in ('retry', 'wait') then 'pending' else s.verdict end,
               attempts = i.attempts + case s.verdict when 'wait' then 0 else 1 end,
               next_attempt_at = now() + s.delay_ms * interval '1 millisecond',
               last_error = s.error,
               payload = case when s.erase then ''::bytea else i.payload end,
               processed_at = case when s.verdict in ('retry', 'wait') then null else now() end
           from unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::text[],
                       $8::boolean[])
             as s (id, lane, fence, verdict, delay_ms, error, erase)
           join lanes l on l.lane = s.lane and l.fence = s.fence and l.holder = $1::uuid
           where i.id = s.id and i.status = 'pending'
           returning i.id`,
    values: [
      holder,
      conclusions.map((conclusion) => conclusion.id),
      conclusions.map((conclusion) => conclusion.lane),
      conclusions.map((conclusion) => conclusion.fence),
      conclusions.map((conclusion) => conclusion.verdict),
      conclusions.map((conclusion) => conclusion.delayMs),
      conclusions.map((conclusion) => conclusion.error ?? null),
      conclusions.map((conclusion) => conclusion.erase),
    ],
  });
  return new Set(rows.map((row) => Number(row.id)));
}

/** Something of the lane was concluded: what its holders died of was not that. */
export async function forgiveLane(pool: pg.Pool, lane: string): Promise<void> {
  await pool.query('update lanes set deaths = 0 where lane = $1', [lane]);
}

/** Gives lanes back. */
export async function releaseLanes(pool: pg.Pool, holder: string, leases: readonly Lease[]): Promise<void> {
  await pool.query({
    name: 'lanes-release',
    text: `update lanes l set leased_until = '-infinity'
           from unnest($2::text[], $3::bigint[]) as r (lane, fence)
           where l.lane = r.lane and l.fence = r.fence and l.holder = $1::uuid`,
    values: [holder, leases.map((lease) => lease.lane), leases.map((lease) => lease.fence)],
  });
}

/** Keeps lanes for another `leaseSeconds`; one given back meanwhile stays given back. */
export async function renewLeases(
  pool: pg.Pool,
  { holder, leases, leaseSeconds }: { holder: string; leases: readonly Lease[]; leaseSeconds: number },
): Promise<void> {
  await pool.query(
    `update lanes l set leased_until = now() + $4 * interval '1 second'
     from unnest($2::text[], $3::bigint[]) as r (lane, fence)
     where l.lane = r.lane and l.fence = r.fence and l.holder = $1::uuid and l.leased_until <> '-infinity'`,
    [holder, leases.map((lease) => lease.lane), leases.map((lease) => lease.fence), leaseSeconds],
  );
}

/** Lanes with something due that no other holder works on: left by one that died, or accepted by another replica. */
export async function findWaitingLanes(pool: pg.Pool, holder: string, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ lane: string }>(
    `select head.lane from (
       select distinct on (lane) lane, next_attempt_at, id from inbox where status = 'pending' order by lane, position
     ) head
     left join lanes l on l.lane = head.lane
     where head.next_attempt_at <= now() and (l.lane is null or l.leased_until <= now() or l.holder = $1::uuid)
     order by head.id limit $2`,
    [holder, limit],
  );
  return rows.map((row) => row.lane);
}

/** Figures for metrics: entries waiting, the age of the oldest in seconds, entries given up. */
export async function inboxFigures(
  pool: pg.Pool,
): Promise<{ waiting: number; oldestSeconds: number; dead: number }> {
  const { rows } = await pool.query<{ waiting: string; oldest: string | null; dead: string }>(
    `select (select count(*) from inbox where status = 'pending') as waiting,
            (select extract(epoch from now() - min(received_at)) from inbox where status = 'pending') as oldest,
            (select count(*) from inbox where status = 'dead') as dead`,
  );
  const row = rows[0];
  return {
    waiting: Number(row?.waiting ?? 0),
    oldestSeconds: Number(row?.oldest ?? 0),
    dead: Number(row?.dead ?? 0),
  };
}

/**
 * Empties payloads after 3 days (they hold personal data) and drops rows after 14: Telegram restarts its numbering
 * at random after a silent week, so a row kept much longer could swallow a new update.
 */
export async function pruneInbox(pool: pg.Pool): Promise<void> {
  await pool.query(
    `update inbox set payload = ''
     where status = 'done' and processed_at < now() - interval '3 days' and payload <> ''`,
  );
  await pool.query(
    `delete from inbox where status <> 'pending' and processed_at < now() - interval '14 days'`,
  );
  await pool.query(`delete from lanes where leased_until < now() - interval '14 days'`);
}
