import pg from 'pg';
import type { BaseLogger } from 'pino';

export interface Announcements {
  /** Listens until stopped, and connects anew when it has to. Resolves when it listens, or when the first try has failed. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const reconnectMs = 1_000;
/** The engine's own channel: the name is made like this in its `plans.js`. */
const channelSql = `select 'pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24) as channel`;

/**
 * Hears of new jobs as the engine announces them when their transaction commits. Only a hint: what is not heard is found
 * by looking.
 */
export function createAnnouncements({
  url,
  logger,
  onJob,
  onConnected,
}: {
  url: string;
  logger: Pick<BaseLogger, 'warn'>;
  /** Told the name of the job. */
  onJob: (name: string) => void;
  /** Anything may have been announced before. */
  onConnected: () => void;
}): Announcements {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let isKnownAway = false;

  async function connect(): Promise<void> {
    const candidate = new pg.Client({
      connectionString: url,
      application_name: 'queue announcements',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    candidate.on('error', () => lose(candidate));
    candidate.on('end', () => lose(candidate));
    candidate.on('notification', ({ payload }) => payload !== undefined && onJob(payload));
    client = candidate;
    try {
      await candidate.connect();
      const { rows } = await candidate.query<{ channel: string }>(channelSql);
      await candidate.query(`listen ${candidate.escapeIdentifier(rows[0]?.channel ?? '')}`);
      isKnownAway = false;
      onConnected();
    } catch (error) {
      if (!isStopped && !isKnownAway)
        logger.warn({ err: error }, 'new jobs are not heard of; they are found by looking');
      isKnownAway = true;
      lose(candidate);
    }
  }

  function lose(candidate: pg.Client): void {
    if (client !== candidate) return;
    client = undefined;
    candidate.end().catch(() => {});
    if (isStopped) return;
    timer = setTimeout(() => void connect(), reconnectMs);
    timer.unref();
  }

  return {
    start: connect,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      const last = client;
      client = undefined;
      await last?.end().catch(() => {});
    },
  };
}
