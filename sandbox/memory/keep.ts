import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PanelStandIn } from '../panel/stand-in.ts';
import type { Providers } from '../providers/providers.ts';
import { coreOf } from '../telegram/world.ts';
import type { World } from '../telegram/world-types.ts';
import type { Places } from './places.ts';

/** With the time of writing, at most a second of chat is lost when the process is killed. */
const saveEveryMs = 500;

export interface Keeping {
  /** Saves what is new and ends. */
  stop(): Promise<void>;
}

export interface KeepOptions {
  places: Places;
  world: World;
  panel: PanelStandIn;
  providers: Providers;
  /** Told once when something cannot be saved. */
  say: (line: string) => void;
}

/** Saves world, panel and providers now and whenever they have changed. */
export async function keepMemory({ places, world, panel, providers, say }: KeepOptions): Promise<Keeping> {
  const saveWorld = await createWorldSaver(places, world);
  const savePanel = createSaver(places.panel, () => panel.snapshot());
  const saveProviders = createSaver(places.providers, () => ({
    stripe: providers.stripe.snapshot(),
    cryptoPay: providers.cryptoPay.snapshot(),
  }));
  let saving = Promise.resolve();
  let hasFailed = false;
  const fail = (error: unknown): void => {
    if (!hasFailed) say(`The sandbox cannot save what happens: ${(error as Error).message}`);
    hasFailed = true;
  };
  const save = (): Promise<void> => {
    // One after the other; panel and providers first: they must not know less than the bot remembers having told them.
    saving = saving.then(savePanel).then(saveProviders).then(saveWorld).catch(fail);
    return saving;
  };
  await save();
  const timer = setInterval(() => void save(), saveEveryMs);
  return {
    stop() {
      clearInterval(timer);
      return save();
    },
  };
}

/** What is small is written down to see whether it has changed. */
function createSaver(file: string, snapshot: () => unknown): () => Promise<void> {
  let saved = '';
  return async () => {
    const text = JSON.stringify(snapshot());
    if (text === saved) return;
    await replaceFile(file, text);
    saved = text;
  };
}

async function createWorldSaver(places: Places, world: World): Promise<() => Promise<void>> {
  await mkdir(places.files, { recursive: true });
  const saved = new Set(await readdir(places.files));
  let hasChanged = true;
  coreOf(world).events.onAny(() => {
    hasChanged = true;
  });
  const saveFile = async (fileId: string): Promise<void> => {
    const bytes = world.fileContent(fileId);
    if (saved.has(fileId) || bytes === undefined) return;
    await replaceFile(path.join(places.files, fileId), bytes);
    saved.add(fileId);
  };
  const saveAll = async (): Promise<void> => {
    const snapshot = world.snapshot();
    const fileIds = snapshot.files.map(({ fileId }) => fileId);
    for (const fileId of fileIds) await saveFile(fileId);
    await replaceFile(places.world, JSON.stringify(snapshot));
    for (const old of [...saved].filter((name) => !fileIds.includes(name))) {
      await rm(path.join(places.files, old), { force: true });
      saved.delete(old);
    }
  };
  return async () => {
    if (!hasChanged) return;
    hasChanged = false;
    await saveAll().catch((error: unknown) => {
      hasChanged = true;
      throw error;
    });
  };
}

/** Whoever is killed in the middle leaves the old file. Readable by its owner alone: there are keys in it. */
async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  const fresh = `${file}.new`;
  await writeFile(fresh, content, { mode: 0o600 });
  await rename(fresh, file);
}
