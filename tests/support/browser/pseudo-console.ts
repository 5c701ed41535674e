import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import type { Page } from 'playwright-core';
import ts from 'typescript';
import {
  ASSETS_PATH,
  buildConsole,
  PUSH_WORKER_PATH,
  type ConsoleBuild,
} from '../../../src/server/console/console-build.ts';
import { pageOf, policyOf } from '../../../src/server/console/console-page.ts';

/** How much longer the words of other languages are. */
const LONGER = 0.4;
const ACCENTS: Readonly<Record<string, string>> = {
  ...{ a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', c: 'ç', n: 'ñ', s: 'š', y: 'ý', z: 'ž' },
  ...{ A: 'Á', E: 'É', I: 'Í', O: 'Ó', U: 'Ú', C: 'Ç', N: 'Ñ', S: 'Š', Y: 'Ý', Z: 'Ž' },
};
/** At least one of these stands in whatever came from a list of words. */
export const MARK = /[áéíóúçñšýžÁÉÍÓÚÇÑŠÝŽ·]/;

/** A text with accents, and as much longer as another language may need. */
function pseudo(text: string): string {
  if (!/[A-Za-z]{2}/.test(text)) return text;
  const letters = text.replaceAll(/[A-Za-z]/g, (letter) => ACCENTS[letter] ?? letter);
  return `${letters}${'·'.repeat(Math.ceil(text.trim().length * LONGER))}`;
}

/** The source of a list of words with every text of it in the pseudo-locale. What names a property or a module stays. */
export function pseudoWords(source: string): string {
  const file = ts.createSourceFile('words.ts', source, ts.ScriptTarget.Latest, true);
  const changes: { start: number; end: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isExportDeclaration(node)) return;
    const isName =
      ts.isPropertyAssignment(node.parent ?? file) && (node.parent as ts.PropertyAssignment).name === node;
    if (ts.isStringLiteral(node) && !isName)
      changes.push({ start: node.getStart(file), end: node.end, text: JSON.stringify(pseudo(node.text)) });
    else if (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) {
      const [start, end] = [node.getStart(file) + 1, node.end - (ts.isTemplateTail(node) ? 1 : 2)];
      changes.push({ start, end, text: pseudo(source.slice(start, end)) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return changes
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: word }) => text.slice(0, start) + word + text.slice(end), source);
}

const words: Plugin = {
  name: 'pseudo-words',
  setup: (build) => {
    build.onLoad({ filter: /words\.ts$/ }, async ({ path }) => ({
      contents: pseudoWords(await readFile(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

/** The console with all its words longer and accented. */
export function buildPseudoConsole(): Promise<ConsoleBuild> {
  return buildConsole([words]);
}

/** Has a page load another build than that of its service; the graph is the service's. */
export async function serveBuild(page: Page, built: ConsoleBuild): Promise<void> {
  const facts = { isDevelopment: true, provider: null, version: '0.0.0' };
  await page.route(/\/console(?:[/?#]|$)/, (route) => {
    const { pathname } = new URL(route.request().url());
    if (!pathname.startsWith(ASSETS_PATH) && pathname !== PUSH_WORKER_PATH)
      return route.fulfill({
        body: pageOf(built, facts),
        headers: { 'content-type': 'text/html', 'content-security-policy': policyOf(null) },
      });
    const asset = built.assets.get(pathname);
    if (asset === undefined) return route.fulfill({ status: 404 });
    return route.fulfill({ body: asset.bytes, contentType: asset.type });
  });
}
