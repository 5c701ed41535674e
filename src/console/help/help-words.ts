/** What is said of looking beyond one's rights, and of the questions of a page: what is fetched when it is wanted. */
export const helpWords = {
  override: {
    lead: 'It may be there beyond your rights. Whoever looks at it all the same says why; that is audited.',
    reason: 'Why, in 10 to 500 characters',
    look: 'Look at it all the same',
    letters: 'Write it in Latin letters: it is sent beside the question.',
    on: (reason: string): string =>
      `You look, and act, beyond your rights: “${reason}”. All of it is audited.`,
    still: 'What is shown is not live.',
    end: 'End it',
  },
  api: {
    title: 'Questions of this page',
    lead: 'What this page has asked the graph, ready to paste into any client. Send it with a token of your own; none stands in it.',
    query: (name: string): string => `The question ${name}`,
    variables: 'Its variables',
    copy: 'Copy',
    copied: 'Copied.',
    none: 'This page has asked nothing yet.',
  },
} as const;
