import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Jest's last word in a form that any tool can read: `12 passed, 0 failed`. Where `PIT_TEST_TALLY` names a file, several
 * runs add up in it, and the line of the last tells of all of them.
 */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    // A file that could not even be run has no failed test, and is a failure all the same.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const total = addToTally({ passed: results.numPassedTests, failed });
    // Jest's own summary is still to come.
    process.once('exit', () => process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`));
  }
}

function addToTally({ passed, failed }) {
  const file = process.env.PIT_TEST_TALLY;
  if (file === undefined || file === '') return { passed, failed };
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 0 };
  const total = { passed: before.passed + passed, failed: before.failed + failed };
  writeFileSync(file, JSON.stringify(total));
  return total;
}
