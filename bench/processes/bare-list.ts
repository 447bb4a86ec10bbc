import { request } from 'undici';
import { measureEffort } from '../support/effort.ts';

/** The least that reading a panel's whole list can cost when it is held whole: one GET and `JSON.parse`. */
const url = process.env['PANEL_URL'] ?? '';
let rows: unknown[] = [];
const effort = await measureEffort(async () => {
  const { body } = await request(url);
  rows = JSON.parse(await body.text()) as unknown[];
});
process.stdout.write(`done ${JSON.stringify({ ...effort, written: rows.length })}\n`);
