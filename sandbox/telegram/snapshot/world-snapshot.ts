import type { SavedProfile } from '../chats/bot-profile.ts';
import type { SavedTap } from '../chats/callback-book.ts';
import type { SavedChat } from '../chats/chat.ts';
import type { SavedFile } from '../chats/files.ts';
import type { SavedUpdates } from '../delivery/update-desk.ts';
import type { SavedPayments } from '../payments/payment-records.ts';

/** Another number for every change of the shape below: a snapshot of another version is not read. */
export const snapshotVersion = 1;

/**
 * Everything a world remembers, as plain JSON. Not in it: the content of files, which `fileContent` gives by file id,
 * faults, and the lists of calls, deliveries and violations.
 */
export interface WorldSnapshot {
  version: typeof snapshotVersion;
  botId: number;
  /** How far the clock of the world was ahead of the real one. */
  clockOffsetMs: number;
  chats: SavedChat[];
  files: SavedFile[];
  profile: SavedProfile;
  taps: SavedTap[];
  updates: SavedUpdates;
  payments: SavedPayments;
}
