import { moreWords } from './more-words.ts';

/** The numbers of a list of a rule, such as `-1,15`. */
const numbersOf = (list: string): number[] => list.split(',').map(Number);

/**
 * A rule of RFC 5545 as the graph has it, in words: "every month on the last Friday", "every 2 weeks on Monday and Thursday".
 * Parts that are not known here are left out.
 *
 * @param rule such as `FREQ=MONTHLY;BYDAY=-1FR`.
 */
export function ruleInWords(rule: string): string {
  const parts = new Map(rule.split(';').map((part) => part.split('=', 2) as [string, string]));
  const of = (name: string): string | null => parts.get(name) ?? null;
  const words = moreWords.rule;
  const sentence = [words.every(of('FREQ') ?? '', Number(of('INTERVAL') ?? 1))];
  const days = daysOf(of('BYDAY'), of('BYMONTHDAY'));
  if (days !== '') sentence.push(words.on(days));
  const months = of('BYMONTH');
  if (months !== null) sentence.push(words.in(words.list(numbersOf(months).map(words.month))));
  return [sentence.join(' '), ...boundsOf(of)].join(', ');
}

function daysOf(weekdays: string | null, monthDays: string | null): string {
  const { list, weekday, monthDay } = moreWords.rule;
  const named = (weekdays ?? '')
    .split(',')
    .map((text) => /^(-?\d*)([A-Z]{2})$/.exec(text))
    .filter((found) => found !== null)
    .map(([, place = '', day = '']) => weekday(Number(place), day));
  const numbered = monthDays === null ? [] : numbersOf(monthDays).map(monthDay);
  return [list(named), list(numbered)].filter((part) => part !== '').join(', ');
}

/** Which of the days of a period are meant, and when it ends. */
function boundsOf(of: (name: string) => string | null): string[] {
  const words = moreWords.rule;
  const [places, count, until] = [of('BYSETPOS'), of('COUNT'), of('UNTIL')];
  return [
    ...(places === null ? [] : [words.list(numbersOf(places).map(words.place))]),
    ...(count === null ? [] : [words.count(Number(count))]),
    ...(until === null
      ? []
      : [words.until(`${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`)]),
  ];
}
