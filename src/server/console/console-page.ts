import type { ConsoleBuild } from './console-build.ts';
import { askedOrigins, type SignInProvider } from './sign-in-provider.ts';

/** What stands in the page besides its scripts. */
export interface PageFacts {
  /** Whether the page takes a token from the link that `npm start` prints. */
  readonly isDevelopment: boolean;
  /** Which version of the service the page is of: `GET /console` tells it to whoever reaches the service. */
  readonly version: string;
  /** By whom people sign in; null = with a token that they bring. */
  readonly provider: SignInProvider | null;
}

/** The one page of the console. */
export function pageOf(build: Omit<ConsoleBuild, 'assets'>, facts: PageFacts): string {
  const { js, css, svg } = build.paths;
  const preloads = build.preloads.map((path) => `<link rel="modulepreload" href="${path}">\n`).join('');
  const provider =
    facts.provider === null
      ? ''
      : `<meta name="pit-sign-in" content="${escaped(JSON.stringify(facts.provider))}">\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>PIT</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="pit-development" content="${facts.isDevelopment}">
<meta name="pit-version" content="${escaped(facts.version)}">
${provider}<link rel="icon" href="${svg}">
<link rel="stylesheet" href="${css}">
${preloads}<script type="module" src="${js}"></script>
</head>
<body>
<noscript>The console of PIT is a script that asks the graph of this service. Allow scripts of this address to use it.</noscript>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/**
 * The page may load what its own origin serves, ask it and the identity provider's token endpoint, and nothing else; no text
 * becomes markup or script but the one address of the script that shows push messages.
 */
export function policyOf(provider: SignInProvider | null): string {
  const asked = ["'self'", ...(provider === null ? [] : askedOrigins(provider))];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${asked.join(' ')}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types pit-push',
  ].join('; ');
}
