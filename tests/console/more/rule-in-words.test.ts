import { ruleInWords } from '../../../src/console/plan/more/rule-in-words.ts';

test.each([
  ['FREQ=DAILY', 'every day'],
  ['FREQ=DAILY;INTERVAL=3', 'every 3 days'],
  ['FREQ=WEEKLY;BYDAY=MO', 'every week on Monday'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 'every 2 weeks on Monday and Thursday'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', 'every month on the last day'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,15', 'every month on the 1st and the 15th'],
  ['FREQ=MONTHLY;BYDAY=-1FR', 'every month on the last Friday'],
  ['FREQ=MONTHLY;BYDAY=2TU;COUNT=12', 'every month on the 2nd Tuesday, 12 times'],
  ['FREQ=MONTHLY;INTERVAL=3;UNTIL=20281231', 'every 3 months, until 31 Dec 2028'],
  ['FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=3', 'every year on the 31st in March'],
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'every month on Monday, Tuesday, Wednesday, Thursday and Friday, the last of them',
  ],
  [
    'FREQ=YEARLY;BYDAY=-2SU;BYMONTH=6,12;COUNT=1',
    'every year on the 2nd last Sunday in June and December, 1 time',
  ],
])('the rule %s is said as “%s”', (rule, said) => {
  expect(ruleInWords(rule)).toBe(said);
});
