import type { Loaders } from '../../../src/db/read/loaders.ts';
import {
  readCostByFiscalYear,
  readRiskChanges,
} from '../../../src/services/schedule/preview/preview-effects.ts';
import { movesInOrder, type ProjectPreview } from '../../../src/services/schedule/preview/project-preview.ts';

test('what a preview does is computed once, however often it is asked for', () => {
  const asked: string[] = [];
  const loaders = {
    custom: (name: string) => ({ load: () => (asked.push(name), new Promise(() => undefined)) }),
  } as unknown as Loaders;
  const moved = [{ taskId: 'a', startAfter: '2026-03-02', endAfter: '2026-03-02' }];
  const previewed = {
    request: { projectId: 'p' },
    preview: { moved, pictures: {} },
    ground: { settings: {} },
  } as unknown as ProjectPreview;
  expect(readCostByFiscalYear(loaders, previewed)).toBe(readCostByFiscalYear(loaders, previewed));
  expect(readRiskChanges(loaders, previewed)).toBe(readRiskChanges(loaders, previewed));
  expect(movesInOrder(previewed)).toBe(movesInOrder(previewed));
  expect(asked).toEqual(['previewedCosts', 'previewedMitigations']);
});
