import { defineScript } from 'redis';
import type { TokenBucket } from './cache.ts';

/** INCR and the expiry in one step: a crash between the two would leave a counter that never ends. */
const incrementWithTtl = defineScript({
  NUMBER_OF_KEYS: 1,
  SCRIPT: `
    local count = redis.call('INCR', KEYS[1])
    local ttl = redis.call('PTTL', KEYS[1])
    if ttl < 0 then
      redis.call('PEXPIRE', KEYS[1], ARGV[1])
      ttl = tonumber(ARGV[1])
    end
    return { count, ttl }`,
  parseCommand(parser, key: string, ttlMs: number) {
    parser.pushKey(key);
    parser.push(String(ttlMs));
  },
  transformReply: (reply: unknown) => reply as [number, number],
});

/** The generic cell rate algorithm, as in the memory cache. Numbers travel as text: Redis cuts Lua's to integers. */
const takeToken = defineScript({
  NUMBER_OF_KEYS: 1,
  SCRIPT: `
    local burst, perSecond, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
    local token = 1000 / perSecond
    local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now) + token
    local over = math.ceil(full - now - burst * token - 0.01)
    if over > 0 then return over end
    redis.call('SET', KEYS[1], string.format('%.17g', full), 'PX', math.max(1, math.ceil(full - now)))
    return 0`,
  parseCommand(parser, key: string, { burst, perSecond, nowMs }: TokenBucket) {
    parser.pushKey(key);
    parser.push(String(burst), String(perSecond), String(nowMs));
  },
  transformReply: (reply: unknown) => reply as number,
});

/** Looks a name up: what is kept, another's lease, or nothing: then the lease is taken in the same step. */
const lookUp = defineScript({
  NUMBER_OF_KEYS: 1,
  SCRIPT: `
    local found = redis.call('GET', KEYS[1])
    if not found then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
    return found`,
  parseCommand(parser, key: string, { lease, leaseMs }: { lease: string; leaseMs: number }) {
    parser.pushKey(key);
    parser.push(lease, String(leaseMs));
  },
  transformReply: (reply: unknown) => (typeof reply === 'string' ? reply : null),
});

/** A lease that is gone was deleted, evicted, flushed or is over: whatever was read under it may be old. */
const fill = defineScript({
  NUMBER_OF_KEYS: 1,
  SCRIPT: `
    if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
    redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
    return 1`,
  parseCommand(parser, key: string, { lease, text, ttlMs }: { lease: string; text: string; ttlMs: number }) {
    parser.pushKey(key);
    parser.push(lease, text, String(ttlMs));
  },
  transformReply: (reply: unknown) => reply as number,
});

export const scripts = { incrementWithTtl, takeToken, lookUp, fill };
