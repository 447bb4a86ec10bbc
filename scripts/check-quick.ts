import { execFile } from 'node:child_process';

/** What is checked without running the product: side by side, for most of them use one core. */
const checks = ['format:check', 'lint', 'typecheck', 'typecheck:page', 'unused'];

/** How a check ended; what it said is printed then, so that two never mix. */
interface Outcome {
  check: string;
  failed: boolean;
  seconds: number;
  said: string;
}

function run(check: string): Promise<Outcome> {
  const since = performance.now();
  return new Promise((resolve) => {
    execFile(process.execPath, ['--run', check], { maxBuffer: 100_000_000 }, (error, stdout, stderr) =>
      resolve({
        check,
        failed: error !== null,
        seconds: (performance.now() - since) / 1_000,
        said: `${stdout}${stderr}`.trim(),
      }),
    );
  });
}

async function report(outcome: Promise<Outcome>): Promise<boolean> {
  const { check, failed, seconds, said } = await outcome;
  console.log(`${failed ? 'FAILED' : 'ok'} ${check} (${seconds.toFixed(1)} s)`);
  if (failed) console.log(`${said}\n`);
  return failed;
}

const failures = await Promise.all(checks.map((check) => report(run(check))));
process.exitCode = failures.includes(true) ? 1 : 0;
