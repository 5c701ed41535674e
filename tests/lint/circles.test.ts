import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ROOMS = ['src', 'entities', 'resolvers', 'schema', 'migrations'];

/** Every source file with the source files it imports, for types too. */
function readImports(): Map<string, string[]> {
  const files = ROOMS.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(ROOT, room, name)),
  );
  return new Map(files.map((file) => [file, importsOf(file)]));
}

function importsOf(file: string): string[] {
  const statements = readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s[^'";]*?from '(\.[^']+)'/gm);
  return [...statements].map(([, target = '']) => resolve(dirname(file), target));
}

/** The first way from a file back to itself, or null. */
function findCircle(imports: Map<string, string[]>): string[] | null {
  const finished = new Set<string>();
  const visit = (file: string, path: string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (finished.has(file)) return null;
    for (const next of imports.get(file) ?? []) {
      const circle = visit(next, [...path, file]);
      if (circle !== null) return circle;
    }
    finished.add(file);
    return null;
  };
  for (const file of imports.keys()) {
    const circle = visit(file, []);
    if (circle !== null) return circle.map((each) => relative(ROOT, each));
  }
  return null;
}

test('a circle is found', () => {
  const circle = findCircle(
    new Map([
      ['/a', ['/b']],
      ['/b', ['/c']],
      ['/c', ['/b']],
    ]),
  );
  expect(circle).toHaveLength(3);
});

test('no file imports itself by a detour', () => {
  const imports = readImports();
  expect(imports.size).toBeGreaterThan(20);
  expect(findCircle(imports)).toBeNull();
});
