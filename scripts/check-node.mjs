// Runs on any Node: the project runs TypeScript directly, which needs Node 24 (pinned as an optional dependency).
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `This project needs Node 24 or newer, and this is ${process.version}.\n` +
      'It brings its own copy: run `npm ci` without --omit=optional, then `npm start` or `npm test`\n' +
      '(not `node …` directly). On macOS or on Alpine install Node 24 yourself.',
  );
  process.exit(78);
}
