// Rules of this house that no package has.
import { basename } from 'node:path';

const DRAWERS = /^(utils?|helpers?|common|types?|misc|shared)$/;
const KEBAB = /^[a-z0-9]+([.-][a-z0-9]+)*$/;

const nameSaysWhat = {
  meta: {
    type: 'problem',
    schema: [],
    docs: { description: 'a file is named for what it holds, in kebab-case' },
    messages: {
      drawer: '"{{name}}" is a drawer, not a name: say what is in it.',
      kebab: '"{{name}}" is not in kebab-case.',
    },
  },
  create: (context) => ({
    Program(node) {
      const segments = relativeSegments(context.filename, context.cwd);
      const file = basename(segments.pop() ?? '');
      const stem = file.replace(/(\.d)?\.[a-z]+$/, '');
      const drawer = [...segments, ...stem.split('.')].find((name) => DRAWERS.test(name));
      if (drawer) context.report({ node, messageId: 'drawer', data: { name: drawer } });
      if (!KEBAB.test(stem)) context.report({ node, messageId: 'kebab', data: { name: file } });
    },
  }),
};

function relativeSegments(file, root) {
  return file.replace(root, '').split(/[\\/]/).filter(Boolean);
}

export const house = { rules: { 'name-says-what': nameSaysWhat } };
