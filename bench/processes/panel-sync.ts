import { sql } from 'drizzle-orm';
import { openDatabase } from '../../src/platform/db.ts';
import { openFleet } from '../../test/support/fleet.ts';
import { measureEffort } from '../support/effort.ts';

/** One sync of the first panel, in a process that has done nothing else yet. */
const databaseUrl = process.env['DATABASE_URL'] ?? '';
const { db, close } = openDatabase(databaseUrl);
const fleet = await openFleet({ url: databaseUrl, db, drop: close }, { idle: true, timeoutMs: 60_000 });
await db.execute(sql`update panels set url = ${process.env['PANEL_URL']}, revision = revision + 1`);
let written = 0;
const effort = await measureEffort(async () => {
  const outcome = await fleet.side.sync.sync(fleet.panelId);
  if (outcome.result !== 'taken') throw new Error(`the list was not taken: ${outcome.result}`);
  written = outcome.written;
});
await fleet.stop();
process.stdout.write(`done ${JSON.stringify({ ...effort, written })}\n`);
