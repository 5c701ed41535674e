/** What is said where two people have changed the same. */
export const conflictWords = {
  title: 'Somebody has changed it meanwhile',
  theirs: (label: string): string => `${label} as it is now`,
  mine: (label: string): string => `${label} as you typed it`,
  takeTheirs: 'Leave it as it is now',
  takeMine: 'Save mine over it',
} as const;
