import type { AccessState } from '../subscriptions/service.ts';
import { tellingTime } from './hours.rules.ts';
import type { ReminderKind } from './kinds.rules.ts';

/** One thing to be reminded of, once. */
export interface Reminder {
  kind: ReminderKind;
  /** What it is about: of another one it is said anew. */
  basis: string;
  /** Days before the end (0: at it, below: after it), or per cent of the traffic. */
  step: number;
}

/** What is known of somebody's access. */
export interface ReminderState {
  now: Date;
  state: AccessState;
  startedAt: Date | null;
  /** Null: for ever. */
  expiresAt: Date | null;
  /** The longest that was bought of what runs at its end. */
  boughtMs: number;
  /** Access goes on only so that they can renew: what was paid for has ended when that began. */
  isInGrace: boolean;
  /** It goes on by itself, and what is said of that is said elsewhere. */
  renews: boolean;
  /** Which stretch of traffic it is, and per cent that are used of it; undefined: without a limit. */
  traffic: { basis: string; usedPercent: number } | undefined;
  /** Whether an app was ever seen to use it; undefined: nobody knows as of now. */
  wasUsed: boolean | undefined;
  /** Hours are decent in this zone. */
  zone: string;
  muted: readonly ReminderKind[];
  /** They can be written to, and are welcome. */
  isReachable: boolean;
  /** Already told or passed over. */
  settled: readonly Reminder[];
  lastToldAt: Date | undefined;
}

/** What is to be done now, and when to look again; null: not before something changes. */
export interface ReminderPlan {
  tell: Reminder | undefined;
  passed: Reminder[];
  muted: Reminder[];
  nextAt: Date | null;
}

interface Candidate extends Reminder {
  dueAt: Date;
  /** From then on it would not be true any more. */
  until: Date;
  /** The smaller, the sooner it is told. */
  rank: number;
  /** Of what is due of one group only the last is told. */
  group: string;
}

const hourMs = 60 * 60 * 1_000;
const dayMs = 24 * hourMs;
/** Between two reminders, whatever they are of. */
const gapMs = 4 * hourMs;
const daysBefore = [7, 3, 1] as const;
/** Per cent of the traffic. */
const levels = [80, 95, 100] as const;
/** Until a panel has it, while it is switched off there, and while nobody knows whether it is used. */
const lookAgainMs = 6 * hourMs;
const farAway = new Date(8.64e15);

/**
 * What somebody is to be told now, of all that is due: one thing, the most urgent. What was missed is caught up with by the
 * nearest alone.
 */
export function planReminders(facts: ReminderState): ReminderPlan {
  const { now, settled, isReachable, muted: unwanted } = facts;
  const open = candidatesOf(facts).filter((one) => !settled.some((other) => isSame(one, other)));
  const over = open.filter(({ until }) => until <= now);
  const timely = open.filter(({ until }) => until > now);
  const due = timely.filter((one) => timeOf(one, facts) <= now);
  const isMuted = ({ kind }: Candidate) => unwanted.includes(kind) || !isReachable;
  const muted = due.filter(isMuted);
  const wanted = due.filter((one) => !isMuted(one));
  const last = wanted.filter((one) => !wanted.some((other) => follows(other, one)));
  const passed = wanted.filter((one) => !last.includes(one));
  const first = last.toSorted((one, other) => one.rank - other.rank)[0];
  const tell = mayTell(facts) ? first : undefined;
  const rest = last.filter((one) => one !== tell);
  const lastTold = tell === undefined ? facts.lastToldAt : now;
  const times = [
    ...timely.filter((one) => !due.includes(one)).map((one) => timeOf(one, facts)),
    ...(rest.length > 0 && lastTold !== undefined ? [new Date(lastTold.getTime() + gapMs)] : []),
    ...(isUnclear(facts) ? [new Date(now.getTime() + lookAgainMs)] : []),
  ];
  return {
    tell: tell && reminderOf(tell),
    passed: [...over, ...passed].map(reminderOf),
    muted: muted.map(reminderOf),
    nextAt: times.toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null,
  };
}

function candidatesOf(facts: ReminderState): Candidate[] {
  return [...ofTheEnd(facts), ...ofTraffic(facts), ...ofConnecting(facts)];
}

function ofTheEnd({ state, startedAt, expiresAt, boughtMs, renews, isInGrace }: ReminderState): Candidate[] {
  const runs = state === 'ready' || state === 'used-up' || state === 'ended';
  if (startedAt === null || expiresAt === null || renews || !runs) return [];
  const end = expiresAt.getTime();
  const after = (days: number) => new Date(end + days * dayMs);
  const at = (step: number, until: Date, rank: number): Candidate => {
    const dueAt = after(-step);
    return { kind: 'ends', basis: expiresAt.toISOString(), step, dueAt, until, rank, group: 'end' };
  };
  const ends = [at(0, after(3), 1), at(-3, after(10), 8)];
  const began = { ...at(0, expiresAt, 1), basis: startedAt.toISOString(), dueAt: startedAt };
  if (isInGrace) return [began, ...ends];
  const before = daysBefore.filter((days) => days * dayMs <= boughtMs / 2);
  return [...before.map((days) => at(days, expiresAt, days <= 1 ? 2 : days <= 3 ? 4 : 6)), ...ends];
}

function ofTraffic({ now, state, traffic }: ReminderState): Candidate[] {
  if (traffic === undefined || (state !== 'ready' && state !== 'used-up')) return [];
  const reached = levels.filter((level) => traffic.usedPercent >= level);
  return reached.map((step) => {
    const rank = step === 100 ? 0 : step === 95 ? 3 : 5;
    return {
      kind: 'traffic',
      basis: traffic.basis,
      step,
      dueAt: now,
      until: farAway,
      rank,
      group: 'traffic',
    };
  });
}

function ofConnecting({ state, startedAt, expiresAt, wasUsed, isInGrace }: ReminderState): Candidate[] {
  if (state !== 'ready' || isInGrace || startedAt === null || wasUsed !== false) return [];
  const until = expiresAt ?? farAway;
  const dueAt = new Date(startedAt.getTime() + dayMs);
  const basis = startedAt.toISOString();
  return [{ kind: 'unconnected', basis, step: 1, dueAt, until, rank: 7, group: 'connecting' }];
}

/** What is missing today may be there when somebody looks again. */
function isUnclear({ state, wasUsed }: ReminderState): boolean {
  return state === 'pending' || state === 'switched-off' || (state === 'ready' && wasUsed === undefined);
}

/** What is late waits for decent hours too. */
function timeOf({ kind, step, dueAt, until }: Candidate, { now, zone }: ReminderState): Date {
  const from = dueAt < now ? now : dueAt;
  return tellingTime(from, zone, kind === 'ends' && step > 0 ? until : undefined);
}

function mayTell({ now, lastToldAt }: ReminderState): boolean {
  return lastToldAt === undefined || now.getTime() - lastToldAt.getTime() >= gapMs;
}

function follows(other: Candidate, one: Candidate): boolean {
  if (other.group !== one.group) return false;
  return one.kind === 'traffic' ? other.step > one.step : other.step < one.step;
}

function isSame(one: Reminder, other: Reminder): boolean {
  return one.kind === other.kind && one.basis === other.basis && one.step === other.step;
}

function reminderOf({ kind, basis, step }: Candidate): Reminder {
  return { kind, basis, step };
}
