import { mitigationForecast, type MitigatingWork } from '../../../src/domain/schedule/mitigation-forecast.ts';

const work = (forecastEnd: string | null, more: Partial<MitigatingWork> = {}): MitigatingWork => ({
  hundredths: 1_000n,
  forecastEnd,
  promisedEnd: '2026-03-10',
  isUnproven: false,
  ...more,
});

test('mitigation is complete when the last of its work is, and at risk for the days after the promised one', () => {
  expect(mitigationForecast([work('2026-03-20'), work('2026-03-06'), work('2026-03-25')])).toEqual({
    forecastDate: '2026-03-25',
    promisedDate: '2026-03-10',
    atRiskDays: 15,
  });
});

test('the promise is that of the last work, and being early is no risk', () => {
  const work2 = work('2026-03-01', { promisedEnd: '2026-04-01' });
  expect(mitigationForecast([work('2026-03-20'), work2])).toMatchObject({
    promisedDate: '2026-04-01',
    atRiskDays: 0,
  });
});

test('work that mitigates nothing is not waited for', () => {
  const idle = work('2027-01-01', { hundredths: 0n });
  expect(mitigationForecast([work('2026-03-10'), idle])).toMatchObject({
    forecastDate: '2026-03-10',
    atRiskDays: 0,
  });
});

test.each<[string, MitigatingWork[]]>([
  ['no work at all', []],
  ['work whose plan cannot be computed', [work(null), work('2026-03-20')]],
  ['work that is done and no longer proven', [work('2026-03-20'), work('2026-03-01', { isUnproven: true })]],
])('there is no mitigation forecast of %s', (_, given) => {
  expect(mitigationForecast(given)).toMatchObject({ forecastDate: null, atRiskDays: null });
});

test('without a promised percentage there is a mitigation forecast and no risk to speak of', () => {
  const free = work('2026-03-20', { promisedEnd: null });
  expect(mitigationForecast([free])).toEqual({
    forecastDate: '2026-03-20',
    promisedDate: null,
    atRiskDays: null,
  });
});
