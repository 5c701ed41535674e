import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChangeType, CriticalityLevel, diff } from '@graphql-inspector/core';
import {
  buildASTSchema,
  isTypeDefinitionNode,
  parse,
  print,
  type ConstDirectiveNode,
  type GraphQLSchema,
} from 'graphql';
import { enumUses } from '../schema/enum-uses.ts';

/** A change that can break a client, a gateway or a sibling. */
export interface Break {
  /** The inspector's word for the kind of change, such as `FIELD_REMOVED`. */
  type: string;
  /** Where: `Task.foo`, `Query.tasks.orderBy`, `Project.@key`. */
  path: string;
  message: string;
}

/** A contract that others were given. */
export interface Release {
  version: string;
  sdl: string;
}

/** A break that is not to be released, and why not. */
export interface Refusal extends Break {
  why: string;
}

const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;
const FILE = /^(\d+\.\d+\.\d+)\.graphql$/;
/** The first version whose contract goes nowhere without a date; below it a decision record is enough. */
const FIRST_STABLE = '1.0.0';
const NAMED = /^Breaks: (\w+ .+)$/gm;
const REMOVAL_DATE = /\bremoved after (\d{4}-\d{2}-\d{2})\b/i;

/** What GraphQL can mark as deprecated, and so can announce to be removed. */
const ANNOUNCED_REMOVALS = new Set<string>([
  ChangeType.FieldRemoved,
  ChangeType.FieldArgumentRemoved,
  ChangeType.InputFieldRemoved,
  ChangeType.EnumValueRemoved,
]);

/** Federation's directives that siblings and platforms build on: what was given is not taken away. */
const GIVEN = ['key', 'shareable', 'tag'];
/** Federation's directives that shut somebody out: they do not come where they were not. */
const SHUT = ['inaccessible', 'requiresScopes'];

/** The highest version in the folder and its SDL; undefined before the first release. */
export async function lastRelease(folder: string): Promise<Release | undefined> {
  const files = await readdir(folder).catch(() => []);
  const version = files
    .flatMap((file) => FILE.exec(file)?.[1] ?? [])
    .sort(compareVersions)
    .at(-1);
  if (version === undefined) return undefined;
  return { version, sdl: await readFile(join(folder, `${version}.graphql`), 'utf8') };
}

/** The breaks that decision records name, each on a line of its own: `Breaks: FIELD_REMOVED Task.foo`. */
export async function namedBreaks(decisions: string): Promise<ReadonlySet<string>> {
  const files = (await readdir(decisions)).filter((file) => file.endsWith('.md'));
  const texts = await Promise.all(files.map((file) => readFile(join(decisions, file), 'utf8')));
  return new Set(texts.flatMap((text) => [...text.matchAll(NAMED)].map(([, name = '']) => name.trim())));
}

/**
 * The breaks between two contracts that must not be released: those that no decision record names, and, from version
 * 1.0 on, removals that were not announced in the released contract with a date that is over by `today` (YYYY-MM-DD).
 */
export async function refusedBreaks(
  released: Release,
  present: string,
  named: ReadonlySet<string>,
  today: string,
): Promise<Refusal[]> {
  const before = placesOf(released.sdl);
  const breaks = [
    ...(await breaksForClients(released.sdl, present)),
    ...breaksOfFederation(before, placesOf(present)),
    ...valuesOfFrozenEnums(released.sdl, before, placesOf(present)),
  ];
  const isStable = compareVersions(released.version, FIRST_STABLE) >= 0;
  return breaks.flatMap((each) => {
    const name = `${each.type} ${each.path}`;
    if (!named.has(name)) return { ...each, why: `no decision record says "Breaks: ${name}"` };
    if (!isStable || !ANNOUNCED_REMOVALS.has(each.type)) return [];
    const date = removalDate(deprecation(before.get(each.path)));
    if (date === undefined) return { ...each, why: 'it was not deprecated with a date ("removed after …")' };
    return date < today ? [] : { ...each, why: `it was promised to stay until ${date}` };
  });
}

async function breaksForClients(released: string, present: string): Promise<Break[]> {
  const changes = await diff(schemaOf(released), schemaOf(present));
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ type, path, message }) => ({ type: String(type), path: path ?? '', message }));
}

/** What the inspector leaves open, since clients never see directives: those that siblings and gateways rely on. */
function breaksOfFederation(before: Places, after: Places): Break[] {
  return [...before].flatMap(([path, had]) => {
    const has = after.get(path);
    if (has === undefined) return [];
    const kept = new Set(given(has));
    const open = new Set(shut(had));
    const lost = given(had).filter((each) => !kept.has(each));
    const closed = shut(has).filter((each) => !open.has(each));
    return [
      ...lost.map((each) => breakOf('DIRECTIVE_REMOVED', `${path}.${each}`, `${path} loses ${each}`)),
      ...closed.map((each) => breakOf('DIRECTIVE_ADDED', `${path}.${each}`, `${path} becomes ${each}`)),
    ];
  });
}

function given(directives: readonly ConstDirectiveNode[]): string[] {
  return directives.filter(({ name }) => GIVEN.includes(name.value)).map(print);
}

/** By name alone: which scopes are wanted is a matter of permissions, that one is wanted at all of the contract. */
function shut(directives: readonly ConstDirectiveNode[]): string[] {
  return directives.filter(({ name }) => SHUT.includes(name.value)).map(({ name }) => `@${name.value}`);
}

/**
 * New values of enums that stand in inputs and answers alike: a sibling that has its own copy of one no longer composes.
 * Enums of answers alone are open, and those of inputs alone may grow.
 */
function valuesOfFrozenEnums(released: string, before: Places, after: Places): Break[] {
  const { inInputs, inOutputs } = enumUses(parse(released));
  const frozen = [...inInputs].filter((name) => inOutputs.has(name));
  const added = [...after.keys()].filter((path) => !before.has(path));
  return added
    .filter((path) => frozen.some((name) => path.startsWith(`${name}.`)))
    .map((path) => breakOf('ENUM_VALUE_ADDED', path, `${path} is new in an enum of inputs and answers`));
}

function breakOf(type: string, path: string, message: string): Break {
  return { type, path, message };
}

/** The places that are deprecated without saying until when they stay. */
export function undatedDeprecations(sdl: string): string[] {
  return [...placesOf(sdl)].flatMap(([path, directives]) => {
    const why = deprecation(directives);
    return why !== undefined && removalDate(why) === undefined ? path : [];
  });
}

/**
 * Writes the contract down as released under a version that is higher than all before.
 * @throws Error that names what stands against it; nothing is written then.
 */
export async function releaseContract(
  folder: string,
  { version, sdl, named, today }: { version: string; sdl: string; named: ReadonlySet<string>; today: string },
): Promise<void> {
  if (!VERSION.test(version)) throw new Error(`"${version}" is no version: 1.4.0 is.`);
  const last = await lastRelease(folder);
  if (last !== undefined) {
    if (compareVersions(version, last.version) <= 0)
      throw new Error(`${last.version} is released already, and what is released is not changed.`);
    refuse('breaks what is released', (await refusedBreaks(last, sdl, named, today)).map(shown));
  }
  refuse('is deprecated without a date ("removed after …")', undatedDeprecations(sdl));
  await mkdir(folder, { recursive: true });
  // Never over a file that is there, even if two release at once.
  await writeFile(join(folder, `${version}.graphql`), sdl, { flag: 'wx' });
}

/** A refused break in a line. */
export function shown({ type, path, message, why }: Refusal): string {
  return `${type} ${path}: ${message}; ${why}`;
}

function refuse(what: string, lines: readonly string[]): void {
  if (lines.length > 0) throw new Error(`Not released: this ${what}.\n  ${lines.join('\n  ')}`);
}

function compareVersions(a: string, b: string): number {
  const [one, other] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const at = one.findIndex((number, i) => number !== other[i]);
  return at < 0 ? 0 : (one[at] as number) - (other[at] as number);
}

/** Federation's directives are used without being defined, which only composers can judge. */
function schemaOf(sdl: string): GraphQLSchema {
  return buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true });
}

/** The directives of every type, field, argument and enum value, by its path. */
type Places = ReadonlyMap<string, readonly ConstDirectiveNode[]>;

function placesOf(sdl: string): Places {
  const places = new Map<string, readonly ConstDirectiveNode[]>();
  const note = (path: string, { directives = [] }: Named): string => {
    places.set(path, directives);
    return path;
  };
  for (const node of parse(sdl).definitions) {
    if (!isTypeDefinitionNode(node)) continue;
    const type = note(node.name.value, node);
    if ('values' in node) for (const value of node.values ?? []) note(`${type}.${value.name.value}`, value);
    if (!('fields' in node)) continue;
    for (const field of node.fields ?? []) {
      const path = note(`${type}.${field.name.value}`, field);
      if (!('arguments' in field)) continue;
      for (const argument of field.arguments ?? []) note(`${path}.${argument.name.value}`, argument);
    }
  }
  return places;
}

interface Named {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** Why a place is deprecated: nothing in words where it does not say, undefined where it is not. */
function deprecation(directives: readonly ConstDirectiveNode[] = []): string | undefined {
  const deprecated = directives.find(({ name }) => name.value === 'deprecated');
  return deprecated && print(deprecated);
}

function removalDate(reason: string | undefined): string | undefined {
  return REMOVAL_DATE.exec(reason ?? '')?.[1];
}
