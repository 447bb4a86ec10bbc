// Asks the registry which known advisories there are for what the lock file installs.
//
//   node scripts/advisories.ts
//
// Fails on an advisory of level high or critical for what production installs; others are lines. That the registry
// could not be asked is a line of its own and no failure: it says nothing about the packages.
import { spawnSync } from 'node:child_process';

interface Advisory {
  name: string;
  severity: string;
  via: (string | { title: string; url: string })[];
}

interface Report {
  vulnerabilities?: Record<string, Advisory>;
  message?: string;
}

const grave = new Set(['high', 'critical']);

/** npm's report of what is installed, or in words why there is none. */
function ask(...flags: string[]): Record<string, Advisory> | string {
  const { stdout, error } = spawnSync('npm', ['audit', '--json', ...flags], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (error) return error.message;
  const report = readReport(stdout);
  return report.vulnerabilities ?? report.message ?? 'the answer is no report';
}

function readReport(text: string): Report {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function describe({ name, severity, via }: Advisory): string {
  const reasons = via.map((each) =>
    typeof each === 'string' ? `by ${each}` : `${each.title} (${each.url})`,
  );
  return `${severity}: ${name}: ${reasons.join('; ')}`;
}

/** Prints the advisories for one part of the packages and returns whether one of them must not be shipped. */
function look(part: string, ...flags: string[]): boolean {
  const found = ask(...flags);
  if (typeof found === 'string') {
    console.log(`advisories for ${part}: could not be asked (${found})`);
    return false;
  }
  const all = Object.values(found);
  console.log(`advisories for ${part}: ${all.length === 0 ? 'none known' : all.length}`);
  for (const advisory of all) console.log(`  ${describe(advisory)}`);
  return all.some(({ severity }) => grave.has(severity));
}

const isGrave = look('what production installs', '--omit=dev');
look('all packages');
if (isGrave) process.exitCode = 1;
