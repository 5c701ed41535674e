import { CALENDAR_DAYS_RULE, WorkCalendar } from '../../../src/domain/calendar.ts';
import {
  calendarRuleOf,
  DEFAULT_SETTINGS,
  parseOrganisationSettings,
} from '../../../src/domain/directory/organisation-settings.ts';

describe('organisation settings', () => {
  test('are the defaults where nothing is stored', () => {
    expect(parseOrganisationSettings({})).toEqual(DEFAULT_SETTINGS);
    expect(DEFAULT_SETTINGS).toMatchObject({
      workingDays: [1, 2, 3, 4, 5],
      upcomingDays: 5,
      fyStartMonth: 1,
    });
  });

  test('take what is stored over the defaults of the deployment', () => {
    const deployment = { ...DEFAULT_SETTINGS, fyStartMonth: 7, upcomingDays: 3 };
    const settings = parseOrganisationSettings(
      { upcomingDays: 10, progressWeight: 'cost', watchdog: { stalledDays: 14 } },
      deployment,
    );
    expect(settings).toEqual({
      ...deployment,
      upcomingDays: 10,
      progressWeight: 'cost',
      watchdog: { stalledDays: 14 },
    });
  });

  test.each([
    ['calendar', 'lunar'],
    ['workingDays', []],
    ['workingDays', [0, 1]],
    ['workingDays', [1, 1]],
    ['workingDays', 'Monday'],
    ['holidays', ['2026-02-30']],
    ['holidays', ['2026-12-25', '2026-12-25']],
    ['progressWeight', 'size'],
    ['upcomingDays', -1],
    ['upcomingDays', 2.5],
    ['upcomingDays', '5'],
    ['childDates', null],
    ['fyStartMonth', 13],
    ['watchdog', []],
    ['watchdog', { stalledDays: '14' }],
    ['watchdog', { stalledDays: -1 }],
  ])('refuse %s: %j, naming the setting', (name, value) => {
    expect(() => parseOrganisationSettings({ [name]: value })).toThrow(`settings.${name} expects`);
  });

  test.each(['workingdays', 'toString', '__proto__'])('refuse the unknown setting %s', (name) => {
    const stored: unknown = JSON.parse(`{ "${name}": 1 }`);
    expect(() => parseOrganisationSettings(stored)).toThrow(
      `settings.${name} expects one of calendar, workingDays`,
    );
  });

  test.each([null, [], 'equal', 1])('refuse %j in place of an object', (stored) => {
    expect(() => parseOrganisationSettings(stored)).toThrow('settings expects an object');
  });

  test('carry field, expectation and a bounded value with the refusal', () => {
    expect(() => parseOrganisationSettings({ calendar: 'x'.repeat(500) })).toThrow(
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        detail: {
          field: 'settings.calendar',
          expected: 'one of working, calendar',
          actual: `"${'x'.repeat(63)}`,
        },
      }),
    );
  });

  test('make the calendar that durations count in', () => {
    const settings = parseOrganisationSettings({ workingDays: [7, 1, 2], holidays: ['2026-11-23'] });
    const calendar = new WorkCalendar(calendarRuleOf(settings));
    expect(calendar.durationBetween('2026-11-22', '2026-11-28')).toBe(2);
    expect(calendarRuleOf(parseOrganisationSettings({ calendar: 'calendar' }))).toBe(CALENDAR_DAYS_RULE);
  });
});
