import { Pool } from 'undici';
import { quantile } from './rows.ts';

export interface Flood {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

export interface Post {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Sends each of them once, `connections` at a time. Throws when one was not taken. */
export async function flood(url: string, posts: readonly Post[], connections: number): Promise<Flood> {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const tookMs: number[] = [];
  const waiting = posts.values();
  const startedMs = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (const { path, headers, body } of waiting) {
        const sentMs = performance.now();
        const answer = await pool.request({ method: 'POST', path, headers, body });
        await answer.body.dump();
        if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}`);
        tookMs.push(performance.now() - sentMs);
      }
    }),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  await pool.close();
  return { perSecond: posts.length / seconds, p50Ms: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99) };
}
