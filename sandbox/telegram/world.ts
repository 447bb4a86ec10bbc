import { createActivity } from './activity.ts';
import { ApiError } from './api/api-error.ts';
import { createCallLog } from './api/call-log.ts';
import { carryOut, recordCall } from './api/dispatch.ts';
import { createFaultDesk } from './api/fault-desk.ts';
import { createJudge } from './api/judge.ts';
import { createBotProfile } from './chats/bot-profile.ts';
import { createCallbackBook } from './chats/callback-book.ts';
import { createChatBook } from './chats/chat-book.ts';
import { createFileStore } from './chats/files.ts';
import { createShiftableClock } from '../kit/clock.ts';
import { readState } from './control/read-state.ts';
import type { Core } from './core.ts';
import { acknowledge } from './delivery/acknowledge.ts';
import { createUpdateDesk } from './delivery/update-desk.ts';
import { createEvents } from './events.ts';
import { createPaymentDesk } from './payments/payment-desk.ts';
import { createPersonDriver } from './people/person-driver.ts';
import { checkSandboxToken } from './sandbox-token.ts';
import { snapshotVersion, type WorldSnapshot } from './snapshot/world-snapshot.ts';
import { waitUntil, waitUntilSettled } from './waiting.ts';
import type { World, WorldOptions } from './world-types.ts';

const cores = new WeakMap<World, Core>();

/** The parts behind a world, for the routes that serve it. */
export function coreOf(world: World): Core {
  const core = cores.get(world);
  if (!core) throw new Error('This world was not made by createWorld');
  return core;
}

function createCore({ token, bot, ...options }: WorldOptions): Core {
  const clock = options.clock ?? createShiftableClock(options.snapshot?.clockOffsetMs);
  const log = options.log ?? (() => {});
  const events = createEvents();
  const judge = createJudge({ clock, events });
  const faults = createFaultDesk({ events });
  const identity = {
    id: bot?.id ?? Number(token.split(':')[0]),
    username: bot?.username ?? 'sandbox_vpn_bot',
    firstName: bot?.firstName ?? 'Sandbox VPN',
  };
  const core: Core = {
    token,
    bot: identity,
    clock,
    log,
    events,
    judge,
    faults,
    chats: createChatBook(),
    files: createFileStore(),
    profile: createBotProfile(),
    callbacks: createCallbackBook({ clock, events, judge }),
    calls: createCallLog({ clock, events }),
    activity: createActivity(),
    updates: createUpdateDesk({
      clock,
      events,
      log,
      faults: () => faults.current(),
      connectionRamp: options.connectionRamp ?? false,
      acknowledged: (update, answerBody) => acknowledge(core, update, answerBody),
    }),
    payments: createPaymentDesk(() => core),
  };
  return core;
}

function snapshotOf(core: Core): WorldSnapshot {
  return structuredClone({
    version: snapshotVersion,
    botId: core.bot.id,
    clockOffsetMs: core.clock.now().getTime() - Date.now(),
    chats: core.chats.snapshot(),
    files: core.files.snapshot(),
    profile: core.profile.snapshot(),
    taps: core.callbacks.snapshot(),
    updates: core.updates.snapshot(),
    payments: core.payments.snapshot(),
  });
}

function restore(
  core: Core,
  given: WorldSnapshot,
  contentOf: (fileId: string) => Uint8Array | undefined,
): void {
  if (given.botId !== core.bot.id) throw new Error('The snapshot is of another bot');
  const saved = structuredClone(given);
  core.chats.restore(saved.chats);
  core.files.restore(saved.files, contentOf);
  core.profile.restore(saved.profile);
  core.callbacks.restore(saved.taps);
  core.payments.restore(saved.payments);
  core.updates.restore(saved.updates);
}

async function call(core: Core, method: string, payload: Record<string, unknown>): Promise<unknown> {
  const named = { method, raw: payload };
  const answer = await carryOut(core, named);
  recordCall(core, named, answer);
  if (answer.ok) return answer.result;
  throw new ApiError(answer.error_code, answer.description, answer.parameters && { ...answer.parameters });
}

function reset(core: Core): void {
  for (const part of [core.chats, core.files, core.profile, core.callbacks, core.updates, core.payments])
    part.clear();
  for (const part of [core.calls, core.judge, core.faults]) part.clear();
  core.events.emit('reset', {});
}

const defaultPatienceMs = 5000;

/** Makes a Telegram of its own: one bot, its people, their chats, and the delivery of updates. Nothing leaves the machine. */
export function createWorld(options: WorldOptions): World {
  checkSandboxToken(options);
  const core = createCore(options);
  if (options.snapshot) restore(core, options.snapshot, options.fileContent ?? (() => undefined));
  const world: World = {
    token: core.token,
    bot: core.bot,
    clock: core.clock,
    faults: core.faults,
    calls: core.calls.calls,
    deliveries: core.updates.deliveries,
    violations: core.judge.violations,
    person(seed = {}) {
      const isNew = seed.id === undefined || !core.chats.find(seed.id) || Object.keys(seed).length > 1;
      const chat = core.chats.open(seed);
      if (isNew) core.events.emit('person', { person: { ...chat.person } });
      return createPersonDriver(core, chat);
    },
    inject: (update) => core.updates.inject(update),
    sends: (update) => core.updates.push(update),
    settled: () => waitUntilSettled(core),
    until: (condition, timeoutMs = defaultPatienceMs) => waitUntil(core, condition, timeoutMs),
    on: (name, listener) => core.events.on(name, listener),
    state: () => readState(core),
    webhookUrl: () => core.updates.info().url,
    call: (method, payload = {}) => call(core, method, payload),
    snapshot: () => snapshotOf(core),
    fileContent: (fileId) => core.files.find(fileId)?.bytes,
    reset: () => reset(core),
    close() {
      core.updates.close();
      core.callbacks.clear();
      core.payments.clear();
    },
  };
  cores.set(world, core);
  return world;
}
