import fc from 'fast-check';
import { addDays, addMonths } from '../../../src/domain/civil-date.ts';
import {
  evidenceSettingsOf,
  firstEvidenceRefusal,
  MOST_VALID_MONTHS,
} from '../../../src/domain/evidence/evidence-settings.ts';
import { isValidOn, shortenedEnd, validityOf } from '../../../src/domain/evidence/validity.ts';

const TODAY = '2028-03-01';
const NONE = evidenceSettingsOf({});
const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('1990-01-01', days));
const months = fc.integer({ min: 1, max: MOST_VALID_MONTHS });

test.each([
  ['2027-01-31', 1, '2027-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2028-02-29', 12, '2029-02-28'],
  ['2027-03-31', 12, '2028-03-31'],
  ['2027-12-15', 1, '2028-01-15'],
])('%s and %d months is %s', (from, count, to) => {
  expect(addMonths(from, count)).toBe(to);
});

test('months go to the same day of the month, or to the last where there is no such day', () => {
  fc.assert(
    fc.property(day, months, (from, count) => {
      const to = addMonths(from, count);
      const passed =
        (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
        Number(to.slice(5, 7)) -
        Number(from.slice(5, 7));
      expect(passed).toBe(count);
      if (to.slice(8) !== from.slice(8)) expect(addDays(to, 1).slice(8)).toBe('01');
    }),
  );
});

test('the end of a piece is the first that is named: by its uploader, the series, the task, the organisation; else it has none', () => {
  const settings = evidenceSettingsOf({ validMonths: 6 });
  const rules = { today: TODAY, seriesEnd: null, taskMonths: 3, settings };
  const observedOn = '2028-01-31';
  expect(validityOf({ observedOn, validUntil: '2030-01-01' }, rules)).toEqual({
    observedOn,
    validUntil: '2030-01-01',
    setBy: 'uploader',
  });
  expect(validityOf({ observedOn }, rules)).toEqual({ observedOn, validUntil: '2028-04-30', setBy: 'task' });
  const bySeries = (seriesEnd: string) => validityOf({ observedOn }, { ...rules, seriesEnd });
  expect(bySeries('2028-12-31')).toEqual({ observedOn, validUntil: '2028-12-31', setBy: 'series' });
  // What comes so late that it would have ended speaks for its own day.
  expect(bySeries('2027-12-31')).toEqual({ observedOn, validUntil: observedOn, setBy: 'series' });
  expect(validityOf({}, { ...rules, taskMonths: null })).toEqual({
    observedOn: TODAY,
    validUntil: '2028-09-01',
    setBy: 'organisation',
  });
  const free = { today: TODAY, seriesEnd: null, taskMonths: null, settings: NONE };
  expect(validityOf({}, free)).toEqual({ observedOn: TODAY, validUntil: null, setBy: 'nobody' });
});

test('nothing holds longer than the organisation allows, whoever says so', () => {
  const piece = fc.record({ observedOn: day, said: fc.option(day) });
  const rule = fc.record({ task: fc.option(months), own: fc.option(months), most: months });
  fc.assert(
    fc.property(piece, rule, ({ observedOn, said }, { task, own, most }) => {
      const settings = evidenceSettingsOf({
        maxValidMonths: most,
        ...(own !== null && { validMonths: own }),
      });
      const rules = { today: '2060-01-01', seriesEnd: null, taskMonths: task, settings };
      const latest = addMonths(observedOn, most);
      const derive = () => validityOf({ observedOn, validUntil: said }, rules);
      if (said !== null && (said < observedOn || said > latest)) expect(derive).toThrow('expects a day');
      else {
        const { validUntil } = derive();
        expect(String(validUntil) <= latest && String(validUntil) >= observedOn).toBe(true);
      }
    }),
  );
});

test('a reviewer shortens until when a piece holds, and never lengthens it', () => {
  const piece = { observedOn: '2028-01-01', validUntil: '2028-12-31' };
  expect(shortenedEnd(piece, '2028-06-30', NONE)).toBe('2028-06-30');
  expect(() => shortenedEnd(piece, '2029-01-01', NONE)).toThrow('a day from 2028-01-01 to 2028-12-31');
  expect(() => shortenedEnd(piece, '2027-12-31', NONE)).toThrow();
  expect(shortenedEnd({ ...piece, validUntil: null }, '2035-01-01', NONE)).toBe('2035-01-01');
});

test('a piece holds through its last day', () => {
  expect(isValidOn('2028-12-31', '2028-12-31')).toBe(true);
  expect(isValidOn('2028-12-31', '2029-01-01')).toBe(false);
  expect(isValidOn(null, '9999-12-31')).toBe(true);
});

test('a setting of evidence that is none, or no number of months, is refused by name', () => {
  expect(firstEvidenceRefusal({ validMonths: 12, maxValidMonths: 120 })).toBeNull();
  expect(firstEvidenceRefusal({ validMonths: 0 })).toMatchObject({ name: 'validMonths', actual: 0 });
  expect(firstEvidenceRefusal({ maxValidMonths: 121 })).toMatchObject({ name: 'maxValidMonths' });
  expect(firstEvidenceRefusal({ months: 3 })).toMatchObject({ name: 'months' });
});
