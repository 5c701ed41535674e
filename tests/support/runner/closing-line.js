import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Jest's last word in a form that any tool can read: `12 passed, 0 failed`. Where `PIT_TEST_TALLY` names a file, several
 * runs add up in it, and the line of the last tells of all of them. It also names the files that failed, which
 * `scripts/rerun-failed.mjs` runs once more: their second outcome then takes the place of the first.
 */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const total = addToTally(countsOf(results), results);
    // Jest's own summary is still to come.
    process.once('exit', () => process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`));
  }
}

/** A file that could not even be run has no failed test, and is a failure all the same. */
const countsOf = ({ numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) => ({
  passed: numPassedTests,
  failed: numFailedTests + numRuntimeErrorTestSuites,
});

const NOTHING = { passed: 0, failed: 0, inFailedFiles: { passed: 0, failed: 0 } };

function addToTally(counts, { testResults }) {
  const file = process.env.PIT_TEST_TALLY;
  if (file === undefined || file === '') return counts;
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : NOTHING;
  const taken = process.env.PIT_TEST_RERUN === '1' ? before.inFailedFiles : NOTHING;
  const ofFailed = testResults.filter((each) => each.numFailingTests > 0 || each.testExecError);
  const total = {
    passed: before.passed - taken.passed + counts.passed,
    failed: before.failed - taken.failed + counts.failed,
    failedFiles: ofFailed.map(({ testFilePath }) => testFilePath),
    inFailedFiles: {
      passed: ofFailed.reduce((sum, each) => sum + each.numPassingTests, 0),
      failed: counts.failed,
    },
  };
  writeFileSync(file, JSON.stringify(total));
  return total;
}
