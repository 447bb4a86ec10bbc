import { accessSync, constants, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterDir } from '@hiddify-vpn-bot/embedded-postgres/cluster.ts';
import { findRunningServer } from '@hiddify-vpn-bot/embedded-postgres/pid-file.ts';
import { dataFolder, databaseFolder } from '../environment.ts';
import { StartProblem } from '../start-problem.ts';

/** Where one copy of the sandbox keeps what it remembers. */
export interface Places {
  folder: string;
  botLog: string;
  /** What the Bot API stand-in remembers, and the content of its files by file id. */
  world: string;
  files: string;
  panel: string;
  /** What the stand-ins of Stripe and Crypto Pay remember. */
  providers: string;
  /** The bot's database. */
  database: string;
}

export function placesOf(port: number): Places {
  const folder = dataFolder(port);
  return {
    folder,
    botLog: path.join(folder, 'bot.log'),
    world: path.join(folder, 'world.json'),
    files: path.join(folder, 'files'),
    panel: path.join(folder, 'panel.json'),
    providers: path.join(folder, 'providers.json'),
    database: databaseFolder(port),
  };
}

/** Makes the folders; throws a `StartProblem` when they cannot be written. */
export function openPlaces(places: Places): void {
  for (const folder of [places.folder, path.dirname(places.database)]) {
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      throw new StartProblem(
        `The sandbox cannot write to ${folder} (${code}). Start it in a folder that you may write to.`,
      );
    }
  }
}

/** Waits until a bot whose sandbox was killed has put its database down; a `StartProblem` after twenty seconds. */
export async function untilLeft({ database }: Places): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const server = findRunningServer(clusterDir({ dataDir: database }));
    if (server === undefined) return;
    if (Date.now() > deadline)
      throw new StartProblem(
        `Another process (${server.pid}) still uses the database in ${database}: end it, then start again.`,
      );
    await delay(100);
  }
}

/** Empties everything. */
export function forget({ botLog, world, files, panel, providers, database }: Places): void {
  for (const place of [world, panel, providers, files, database, botLog])
    rmSync(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
