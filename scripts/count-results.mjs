// Adds up what the test suites wrote. Runs on any Node.
//
//   node scripts/count-results.mjs <folder> <suite>…     reads <folder>/<suite>.json, written by vitest's json reporter
//
// Fails when a result is missing, a test failed, or one was skipped that .ci/allowed-skips.json does not name.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '.', ...suites] = process.argv.slice(2);
const allowedSkips = readJson(new URL('../.ci/allowed-skips.json', import.meta.url));
const problems = [];
let passed = 0;
let failed = 0;

for (const suite of suites) {
  try {
    add(suite, readJson(join(folder, `${suite}.json`)));
  } catch {
    problems.push(`${suite}: no result was written`);
  }
}

for (const problem of problems) console.log(problem);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = problems.length === 0 && failed === 0 && passed > 0 ? 0 : 1;

function add(suite, report) {
  const before = { passed, failed };
  for (const file of report.testResults) {
    for (const test of file.assertionResults) count(suite, test);
    // A file that could not even be loaded has no tests to count, and is one failure all the same.
    const isBroken =
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed');
    if (isBroken) fail(`${suite}: ${file.name} did not run`);
  }
  if (passed + failed === before.passed + before.failed) problems.push(`${suite}: no test ran`);
  console.log(`${suite}: ${passed - before.passed} passed, ${failed - before.failed} failed`);
}

function count(suite, { fullName, status }) {
  if (status === 'passed') passed += 1;
  else if (status === 'failed') fail(`${suite}: failed: ${fullName}`);
  else if (!allowedSkips[fullName]) problems.push(`${suite}: ${status}, and no reason is given: ${fullName}`);
}

function fail(problem) {
  failed += 1;
  problems.push(problem);
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
