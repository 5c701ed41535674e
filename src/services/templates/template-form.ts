import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import { badInput, type PitErrorCode } from '../../domain/errors.ts';
import {
  findTemplateProblems,
  MAX_TEMPLATE_TASKS,
  placedTasks,
  type TemplateDocument,
} from '../../domain/templates/template.ts';

/** The same file that people write templates by. */
const SCHEMA = JSON.parse(
  readFileSync(new URL('../../../docs/template.schema.json', import.meta.url), 'utf8'),
) as object;
const fits = new Ajv({ strict: true, strictTypes: false, allErrors: true }).compile<TemplateDocument>(SCHEMA);

/** Enough to mend a template by; the rest shows up the next time. */
const MAX_PROBLEMS = 100;

/** Something that keeps a text from being used as a template, and where it stands. */
export interface FormProblem {
  /** Null where the form itself is wrong. */
  readonly pit: PitErrorCode | null;
  /** Like `phases[0].tasks[3].name`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** Everything that keeps a value from being used as a template: of its form first, then of what refers to what. */
export function templateProblems(value: unknown): FormProblem[] {
  if (!fits(value)) return (fits.errors ?? []).slice(0, MAX_PROBLEMS).map(problemOf);
  const count = placedTasks(value).length;
  if (count > MAX_TEMPLATE_TASKS) {
    return [{ pit: null, path: '', message: `holds ${count} tasks, and ${MAX_TEMPLATE_TASKS} are the most` }];
  }
  return findTemplateProblems(value).slice(0, MAX_PROBLEMS);
}

/**
 * The value as a template.
 * @throws PitError BAD_USER_INPUT naming the first problem's place, with all of them in `detail.problems`.
 */
export function requireTemplate(value: unknown, field: string): TemplateDocument {
  const problems = templateProblems(value);
  const [first] = problems;
  if (first === undefined) return value as TemplateDocument;
  const at = first.path === '' ? field : `${field}.${first.path}`;
  throw badInput(`This is no template: ${at}: ${first.message}`, {
    ...(first.pit !== null && { pit: first.pit }),
    field: at,
    expected: 'a template as docs/template.schema.json describes it',
    problems,
  });
}

function problemOf({ instancePath, message, params }: ErrorObject): FormProblem {
  const path = instancePath
    .slice(1)
    .replace(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.');
  const named = Object.values(params).filter((value) => typeof value === 'string');
  const detail = named.length === 0 ? '' : ` (${named.join(', ').slice(0, 100)})`;
  return { pit: null, path, message: `${message ?? 'is not acceptable'}${detail}` };
}
