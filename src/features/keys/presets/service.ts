import type { Clock } from '../../../platform/clock.ts';
import type { Database, Transaction } from '../../../platform/db.ts';
import type { Events } from '../../../platform/events.ts';
import type { Cause, Once } from '../../../platform/once.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Audit } from '../../audit/service.ts';
import type { UserService } from '../../users/service.ts';
import { type Protocol, protocols } from '../protocols/registry.rules.ts';
import type { AppId } from '../apps.rules.ts';
import type { ServerDemand } from '../protocols/demand.rules.ts';
import { type CutStrength, cutStrengths } from '../protocols/packet-cut.rules.ts';
import {
  emptyPreset,
  type Preset,
  type PresetField,
  presetSchema,
  readEndpoints,
  withField,
  withServer,
} from './rules.ts';
import type { EndpointSeeds } from '../protocols/seeds.rules.ts';
import {
  deletePreset,
  findPreset,
  findPresetById,
  insertPreset,
  listApplied,
  lockPreset,
  type PresetRow,
  writePreset,
} from './queries.ts';
import { type TryoutLine, tryPreset } from './tryout.rules.ts';

/** A preset with where it stands. Version 0: nothing was ever chosen. */
export interface PresetVersion {
  version: number;
  preset: Preset;
}

/** The preset as admins see it: what is in force, what is being worked on, what the environment describes. */
export interface PresetView {
  live: PresetVersion;
  draft: (PresetVersion & { revision: number; createdBy: number }) | undefined;
  /** Protocols that the environment describes; the others are read from the panel and cannot be changed here. */
  described: readonly Protocol[];
  history: readonly { version: number; appliedAt: Date; createdBy: number }[];
}

export interface PresetService {
  /** What is in force, at most five seconds old. A preset that cannot be read any more counts as nothing chosen. */
  current(): Promise<PresetVersion>;
  view(actorId: number): Promise<PresetView>;
  /** Builds everything from the draft, or from what is in force. */
  tryOut(actorId: number): Promise<TryoutLine[]>;
  /** Puts what was typed into the draft; nothing is in force by that. Refuses `preset.bad-value`. */
  setField(cause: Cause, field: PresetField, text: string): Promise<void>;
  /** Takes one of the ready-made cuts into the draft. */
  setStrength(cause: Cause, strength: CutStrength): Promise<void>;
  /** Offers a protocol or an app in the draft, or stops it; the other of the two where nothing is said. */
  switchOffer(
    cause: Cause,
    what: ({ protocol: Protocol } | { app: AppId }) & { isOffered?: boolean | undefined },
  ): Promise<void>;
  /** Adds a further server by one of its share links. Refuses `preset.bad-link`. */
  addServer(cause: Cause, link: string): Promise<void>;
  /** Takes a further server out of the draft; nothing where there are not so many any more. */
  removeServer(cause: Cause, index: number, of?: number): Promise<void>;
  /** Makes a draft of an earlier version. Refuses `preset.unknown`. */
  restore(cause: Cause, version: number): Promise<void>;
  /**
   * Puts the draft in force for everybody. Refuses `preset.changed` when somebody changed it since this revision was shown,
   * `preset.nothing` when there is none, `preset.wrong` when something of it cannot be built.
   */
  apply(cause: Cause, revision: number): Promise<void>;
  drop(cause: Cause): Promise<void>;
}

const freshMs = 5_000;
const shownVersions = 8;

export function createPresetService(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand'>;
  seeds: EndpointSeeds;
  demand: ServerDemand;
  events: Pick<Events, 'presetChanged'>;
}): PresetService {
  const { db, clock, once, audit, users, seeds, demand, events } = parts;
  let known: { version: PresetVersion; untilMs: number } | undefined;

  async function current(): Promise<PresetVersion> {
    if (known !== undefined && performance.now() < known.untilMs) return known.version;
    const version = versionOf(await findPreset(db, 'live'));
    known = { version, untilMs: performance.now() + freshMs };
    return version;
  }

  async function view(actorId: number): Promise<PresetView> {
    await users.demand(actorId, 'manage keys');
    const [live, draft, history] = await Promise.all([
      findPreset(db, 'live'),
      findPreset(db, 'draft'),
      listApplied(db, shownVersions),
    ]);
    return {
      live: versionOf(live),
      draft: draft && { ...versionOf(draft), revision: draft.revision, createdBy: draft.createdBy },
      described: protocols.filter((protocol) => seeds[protocol] !== undefined),
      history: history.map(({ id, appliedAt, createdAt, createdBy }) => ({
        version: id,
        appliedAt: appliedAt ?? createdAt,
        createdBy,
      })),
    };
  }

  async function tryOut(actorId: number): Promise<TryoutLine[]> {
    const { live, draft } = await view(actorId);
    return tryPreset((draft ?? live).preset, { seeds, demand });
  }

  /** Changes the draft, which begins as a copy of what is in force. */
  async function edit(
    cause: Cause,
    name: string,
    change: (preset: Preset, tx: Transaction) => Preset | Promise<Preset>,
  ): Promise<void> {
    await once.apply(cause, name, async (tx) => {
      await users.demand(cause.actorId, 'manage keys', tx);
      const draft = await draftFor(tx, cause.actorId);
      const preset = await change(readPreset(draft), tx);
      await writePreset(tx, draft.id, { preset, revision: draft.revision + 1, createdBy: cause.actorId });
      return true;
    });
  }

  async function draftFor(tx: Transaction, actorId: number): Promise<PresetRow> {
    const known = await lockPreset(tx, 'draft');
    if (known !== undefined) return known;
    const preset = readPreset(await findPreset(tx, 'live'));
    const row = { preset, state: 'draft' as const, createdBy: actorId, createdAt: clock.now() };
    const added = await insertPreset(tx, row);
    // Somebody else began one at the same moment.
    const draft = added ?? (await lockPreset(tx, 'draft'));
    if (draft === undefined) throw new Refusal('busy', 'try-later');
    return draft;
  }

  function refuseValue(): never {
    events.presetChanged('refused');
    throw new Refusal('invalid', 'preset.bad-value');
  }

  function refuseLink(): never {
    events.presetChanged('refused');
    throw new Refusal('invalid', 'preset.bad-link');
  }

  async function apply(cause: Cause, revision: number): Promise<void> {
    await once.apply(cause, 'apply preset', async (tx) => {
      await users.demand(cause.actorId, 'manage keys', tx);
      const draft = await lockPreset(tx, 'draft');
      if (draft === undefined) throw new Refusal('conflict', 'preset.nothing');
      if (draft.revision !== revision) throw new Refusal('conflict', 'preset.changed');
      const preset = readPreset(draft);
      if (isBroken(preset)) throw new Refusal('invalid', 'preset.wrong');
      const before = await lockPreset(tx, 'live');
      if (before !== undefined) await writePreset(tx, before.id, { state: 'past' });
      await writePreset(tx, draft.id, { state: 'live', appliedAt: clock.now() });
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'apply preset',
        subject: `preset ${draft.id}`,
        before: before === undefined ? null : withoutSecrets(readPreset(before)),
        after: withoutSecrets(preset),
      });
      // In the effect, which a repeat does not run again.
      events.presetChanged('applied');
      return true;
    });
    known = undefined;
  }

  function isBroken(preset: Preset): boolean {
    const isEmpty = protocols.every((protocol) => preset.without.includes(protocol));
    const { problems } = readEndpoints(seeds, preset);
    return (
      isEmpty ||
      problems.length > 0 ||
      tryPreset(preset, { seeds, demand }).some(({ result }) => result === 'wrong')
    );
  }

  return {
    current,
    view,
    tryOut,
    setField: (cause, field, text) =>
      edit(cause, 'set preset field', (preset) => withField({ seeds, preset }, field, text) ?? refuseValue()),
    setStrength: (cause, strength) =>
      edit(cause, 'set preset cut', (preset) => ({ ...preset, cut: cutStrengths[strength] })),
    switchOffer: (cause, what) =>
      edit(cause, 'toggle preset', (preset) =>
        'protocol' in what
          ? { ...preset, without: switched(preset.without, what.protocol, what.isOffered) }
          : { ...preset, hiddenApps: switched(preset.hiddenApps, what.app, what.isOffered) },
      ),
    addServer: (cause, link) =>
      edit(cause, 'add preset server', (preset) => withServer(preset, link) ?? refuseLink()),
    removeServer: (cause, index, of) =>
      edit(cause, 'remove preset server', (preset) => ({
        ...preset,
        servers: preset.servers.filter(
          (_server, at) => at !== index || preset.servers.length !== (of ?? preset.servers.length),
        ),
      })),
    async restore(cause, version) {
      await edit(cause, 'restore preset', async (_preset, tx) => {
        const row = await findPresetById(tx, version);
        if (row === undefined || row.state === 'draft') throw new Refusal('missing', 'preset.unknown');
        return readPreset(row);
      });
    },
    apply,
    async drop(cause) {
      await once.apply(cause, 'drop preset', async (tx) => {
        await users.demand(cause.actorId, 'manage keys', tx);
        const draft = await lockPreset(tx, 'draft');
        if (draft !== undefined) await deletePreset(tx, draft.id);
        return true;
      });
    },
  };
}

/** What is not offered, with or without one more. */
function switched<T>(stopped: readonly T[], item: T, isOffered = stopped.includes(item)): T[] {
  const others = stopped.filter((other) => other !== item);
  return isOffered ? others : [...others, item];
}

function readPreset(row: PresetRow | undefined): Preset {
  return presetSchema.safeParse(row?.preset).data ?? emptyPreset;
}

function versionOf(row: PresetRow | undefined): PresetVersion {
  return { version: row?.id ?? 0, preset: readPreset(row) };
}

/** A link may hold the key of a server. */
function withoutSecrets({ servers, ...preset }: Preset) {
  return { ...preset, servers: servers.map(({ name }) => name) };
}
