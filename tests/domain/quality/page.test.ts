import { readFileSync } from 'node:fs';
import { QUALITY_CHECKS } from '../../../src/domain/quality/quality-catalogue.ts';

const PAGE = new URL('../../../docs/quality.md', import.meta.url);

test('the page on quality has the table of the checks as the code has it', () => {
  const rows = readFileSync(PAGE, 'utf8')
    .split('\n')
    .filter((line) => /^\| `[A-Z]+\.\d+`/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const expected = Object.entries(QUALITY_CHECKS).map(([id, { severity, title, denominator, notBuilt }]) => [
    `\`${id}\``,
    severity,
    notBuilt === null ? title : `${title} ${notBuilt}`,
    denominator,
  ]);
  expect(rows).toEqual(expected);
});
