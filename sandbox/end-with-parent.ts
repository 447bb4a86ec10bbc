/**
 * For `node --import`: asks this process to stop, as a service manager would, when the pipe at its standard input ends.
 * The parent holds the other end, so that happens however the parent ends, also by `kill -9`.
 */
function stop(): void {
  process.kill(process.pid, 'SIGTERM');
}

process.stdin.once('close', stop);
process.stdin.once('error', stop);
process.stdin.resume();
// Watching alone keeps no process alive.
if ('unref' in process.stdin) process.stdin.unref();
