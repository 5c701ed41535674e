/** For each floor: for each chapter, the other chapters that it imports. */
export const CHAPTERS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
/** By `floor/chapter -> chapter`: the files by which the second is entered. */
export const DOORS: Readonly<Record<string, readonly string[]>>;
