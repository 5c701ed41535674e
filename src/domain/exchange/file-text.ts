import { cutText, nameFault, TEXT_LIMITS } from '../text.ts';
import { PlanWarningKind, type PlanWarnings } from './plan-warnings.ts';

/** Embeddings, overrides, isolates, NUL and half characters: what a name of ours may not hold. */
const NOT_IN_A_NAME = /[\u0000\u202A-\u202E\u2066-\u2069]|\p{Surrogate}/gu;
/** Line breaks and tabs, which files put into names. */
const BREAKS = /[\t\n\r\v\f\u0085\u2028\u2029]+/g;

/** A name as files say it, on one line: two that are the same so are one name. */
export function oneLineName(name: string): string {
  return cutText(onOneLine(name), TEXT_LIMITS.name);
}

function onOneLine(text: string): string {
  return text.replace(BREAKS, ' ').replace(NOT_IN_A_NAME, '').trim();
}

/** The text of a file as a name: one line, cut where it is too long, with a warning for what was taken away. */
export function nameOf(text: string, fallback: string, where: string, warnings: PlanWarnings): string {
  const plain = onOneLine(text);
  if (nameFault(plain) !== null) {
    warnings.add(PlanWarningKind.TEXT, where, `the name shows nothing; it is called "${fallback}"`);
    return fallback;
  }
  const name = cutText(plain, TEXT_LIMITS.name);
  if (name !== plain || plain.length < text.replace(BREAKS, ' ').trim().length)
    warnings.add(PlanWarningKind.TEXT, where, `the name was cut to "${name.slice(0, 60)}"`);
  return name;
}

/** The text of a file as a description; null where it shows nothing. */
export function descriptionOf(text: string | null, where: string, warnings: PlanWarnings): string | null {
  if (text === null) return null;
  const plain = text.replace(/\u0000|\p{Surrogate}/gu, '').trim();
  if (plain.length > TEXT_LIMITS.description)
    warnings.add(
      PlanWarningKind.TEXT,
      where,
      `the description was cut to ${TEXT_LIMITS.description} characters`,
    );
  const kept = cutText(plain, TEXT_LIMITS.description);
  return kept === '' || nameFault(kept.replace(/[\u202A-\u202E\u2066-\u2069]/gu, '')) !== null ? null : kept;
}
