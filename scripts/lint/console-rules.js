// What the web console may import and may never do.

const PACKAGES = {
  regex: '^(?!\\.{1,2}/|preact(/|$)|@preact/signals$|graphql-ws$|oauth4webapi$)',
  message:
    'A browser gets preact, its signals, graphql-ws and oauth4webapi; everything else is its own (docs/console.md).',
};
/**
 * A client of the graph like any other: it knows nothing of the service but what it answers.
 * @param {number} depth how many folders below src/console its files lie.
 */
export const consoleImports = (depth) => [
  PACKAGES,
  {
    regex: `^(\\.\\./){${depth + 1}}`,
    message: 'The console imports only its own files (docs/architecture.md).',
  },
];

/** Parts that are loaded when they are needed lie beside or below the file that loads them, where the floors can be seen. */
export const NO_FOREIGN_PART = {
  selector: 'ImportExpression:not([source.value=/^\\.\\x2F(?!.*\\.\\.)[\\w\\x2F-]+\\.tsx?$/])',
  message: 'What is loaded late is a part of the console beside the file, named by a literal.',
};

/** Text never becomes markup, script or an inline style: the policy of the page refuses it as well. */
export const NO_MARKUP = [
  {
    selector:
      ':matches(MemberExpression, JSXAttribute)[property.name=/^(innerHTML|outerHTML|srcdoc)$/], JSXIdentifier[name="dangerouslySetInnerHTML"]',
    message: 'Text is set as text.',
  },
  {
    selector: 'CallExpression[callee.property.name=/^(insertAdjacentHTML|write|writeln|setHTMLUnsafe)$/]',
    message: 'Text is set as text.',
  },
  {
    selector:
      'CallExpression[callee.property.name="setAttribute"] > Literal:first-child[value=/^(style|on)/]',
    message: 'Styles are set by property, listeners by addEventListener.',
  },
  {
    selector: ':matches(CallExpression[callee.name="eval"], NewExpression[callee.name="Function"])',
    message: 'No code is made of text.',
  },
];
